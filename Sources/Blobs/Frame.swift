enum BlobsFrame {}
