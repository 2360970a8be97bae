@main enum AgentCommand { static func main() {} }
