enum ProgressAgentFrame {}
