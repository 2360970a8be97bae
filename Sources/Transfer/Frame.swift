enum TransferFrame {}
