enum HTTPServingFrame {}
