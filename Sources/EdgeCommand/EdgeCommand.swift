@main enum EdgeCommand { static func main() {} }
