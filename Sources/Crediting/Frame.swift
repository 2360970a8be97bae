enum CreditingFrame {}
