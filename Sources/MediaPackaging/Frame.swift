enum MediaPackagingFrame {}
