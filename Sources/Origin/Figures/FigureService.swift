import CourseModel
import HTTPServing
import Logging
import ServiceLifecycle

/// Makes each day's figures when they are due.
struct FigureService: Service {
    private static let interval: Duration = .seconds(20)

    let maker: FigureMaker
    let province: ProvinceDatabase
    let figureTime: FigureTime
    let time: LocalTime
    let now: @Sendable () -> UTCTime
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.work()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func work() async {
        do {
            let last = try self.province.lastFigures()
            guard let date = self.figureTime.due(at: self.now(), self.time, last: last) else { return }
            guard let figures = try await self.maker.make(date) else { return }
            self.logger.info(
                "daily figures made",
                metadata: ["date": "\(figures.date)", "revision": "\(figures.revision)"]
            )
        } catch is CancellationError {
            return
        } catch {
            self.logger.error("daily figures not made", metadata: ["reason": "\(error)"])
        }
    }
}
