enum OriginFrame {}
