import PlumbModel
import PlumbSuites

extension RunOptions {
    /// The suite with what the command line says put over it.
    func apply(to suite: Suite, loader: SuiteLoader) throws(DiagnosticsError) -> Suite {
        var suite = suite
        if let repetitions { suite.repetitions = repetitions }
        if let jobs { suite.jobs = jobs }
        if let retries { suite.retries = retries }
        if let prices { suite.prices.lay(try loader.prices(in: prices)) }
        if let backend {
            suite.backends[backend] = try loader.backend(named: backend)
            for index in suite.variants.indices { suite.variants[index].backend = backend }
        }
        if let model { for index in suite.variants.indices { suite.variants[index].model = model } }
        return suite
    }
}
