enum CreditLedgerFrame {}
