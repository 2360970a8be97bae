@main enum OriginCommand { static func main() {} }
