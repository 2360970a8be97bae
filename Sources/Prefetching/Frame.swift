enum PrefetchingFrame {}
