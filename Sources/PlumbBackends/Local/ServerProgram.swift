/// The Python program that serves a model with the server of llama.cpp inside the package xllamacpp.
enum ServerProgram {
    /// The program's text; its argument is one JSON object with `alias`, `context`, `model`, `port`, `slots` and `threads`.
    static let text = #"""
        import json, os, signal, sys
        import xllamacpp
        wish = json.loads(sys.argv[1])
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        params = xllamacpp.CommonParams()
        params.model.path = wish["model"]
        params.model_alias = {wish["alias"]}
        params.hostnames = ["127.0.0.1"]
        params.port = wish["port"]
        params.n_parallel = wish["slots"]
        params.n_ctx = wish["context"]
        params.n_gpu_layers = 0
        params.cpuparams.n_threads = wish["threads"]
        params.cpuparams_batch.n_threads = wish["threads"]
        params.cache_ram_mib = 0
        params.ui = False
        server = xllamacpp.Server(params)
        print("serving", server.listening_address, flush=True)
        while True:
            signal.pause()
        """#
}
