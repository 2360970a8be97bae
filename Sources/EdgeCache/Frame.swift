enum EdgeCacheFrame {}
