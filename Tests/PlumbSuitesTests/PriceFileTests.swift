import PlumbModel
import Testing

@testable import PlumbSuites

/// Small tables in the forms in which prices are published.
enum PriceFixtures {
    static let litellm = """
        {
          "sample_spec": {
            "input_cost_per_token": 0.0, "output_cost_per_token": 0.0, "litellm_provider": "one of https://docs.example/providers",
            "max_tokens": "LEGACY parameter", "mode": "one of: chat, embedding", "deprecation_date": "date in the format YYYY-MM-DD"
          },
          "gpt-4o-mini": {
            "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07, "cache_read_input_token_cost": 7.5e-08,
            "input_cost_per_token_batches": 7.5e-08, "output_cost_per_token_batches": 3e-07, "input_cost_per_token_priority": 9e-07,
            "litellm_provider": "openai", "max_input_tokens": 128000, "mode": "chat", "supports_vision": true,
            "supported_regions": ["us", "eu"], "search_context_cost_per_query": {"search_context_size_low": 0.025}
          },
          "gemini-2.5-pro": {
            "cache_read_input_token_cost": 1.25e-07, "cache_read_input_token_cost_above_200k_tokens": 2.5e-07,
            "input_cost_per_token": 1.25e-06, "input_cost_per_token_above_200k_tokens": 2.5e-06,
            "input_cost_per_token_batches": 6.25e-07, "output_cost_per_token_batches": 5e-06,
            "input_cost_per_token_above_200k_tokens_batches": 1.25e-06, "output_cost_per_token_above_200k_tokens_batches": 7.5e-06,
            "output_cost_per_token": 1e-05, "output_cost_per_token_above_200k_tokens": 1.5e-05, "litellm_provider": "vertex_ai"
          },
          "claude-sonnet-4": {
            "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05, "cache_creation_input_token_cost": 3.75e-06,
            "cache_creation_input_token_cost_above_1hr": 6e-06, "cache_read_input_token_cost": 3e-07, "litellm_provider": "anthropic"
          },
          "dashscope/qwen-flash": {
            "litellm_provider": "dashscope", "output_cost_per_reasoning_token": 5e-07,
            "tiered_pricing": [
              {"input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07, "range": [0, 256000.0]},
              {"input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06, "range": [256000.0, 1000000.0]}
            ]
          },
          "deepseek-chat": {"input_cost_per_token": 2.8e-07, "input_cost_per_token_cache_hit": 2.8e-08, "output_cost_per_token": 4.2e-07},
          "novita/nano": {"input_cost_per_token": 5.0000000000000004e-08, "output_cost_per_token": 1.9e-08, "mode": "chat"},
          "ft:gpt-4o-mini-2024-07-18": {"input_cost_per_token": 3e-07, "output_cost_per_token": 1.2e-06},
          "free-model": {"input_cost_per_token": 0.0, "output_cost_per_token": 0, "litellm_provider": "openrouter"},
          "gpt-4o-mini-tts": {"output_cost_per_second": 0.00025, "litellm_provider": "openai", "mode": "audio_speech"},
          "null-priced": {"input_cost_per_token": null, "output_cost_per_token": null}
        }
        """

    static let current = """
        {"updated_at": "2025-12-01", "prices": [
          {"id": "gpt-4o", "vendor": "openai", "name": "GPT-4o", "input": 2.5, "output": 10, "input_cached": 1.25},
          {"id": "gemini-1.5-flash-8b", "vendor": "google", "name": "Flash-8B", "input": 0.0375, "output": 0.15, "input_cached": null}
        ]}
        """

    static let historical = """
        {"prices": [
          {"id": "gpt-4o", "vendor": "openai", "name": "GPT-4o", "input": 2.5, "output": 10, "input_cached": 1.25, "from_date": "2024-08-06", "to_date": null},
          {"id": "gpt-4o", "vendor": "openai", "name": "GPT-4o", "input": 5, "output": 15, "input_cached": null, "from_date": null, "to_date": "2024-08-06"},
          {"id": "gone", "vendor": "openai", "name": "Gone", "input": 1, "output": 1, "input_cached": null, "from_date": null, "to_date": "2024-01-01"}
        ]}
        """

    static let modelsDev = """
        {
          "nobody": {"id": "nobody", "name": "No models", "env": [], "models": {}},
          "openai": {"id": "openai", "name": "OpenAI", "env": ["OPENAI_API_KEY"], "npm": "@ai-sdk/openai", "doc": "https://x", "models": {
            "gpt-5.4": {"id": "gpt-5.4", "limit": {"context": 400000, "output": 128000}, "cost": {"input": 2.5, "output": 15, "cache_read": 0.25,
              "context_over_200k": {"input": 5, "output": 22.5},
              "tiers": [{"input": 5, "output": 22.5, "cache_read": 0.5, "tier": {"type": "context", "size": 272000}}]}},
            "whisper": {"id": "whisper", "modalities": {"input": ["audio"]}}}},
          "reseller": {"id": "reseller", "models": {
            "gpt-5.4": {"id": "gpt-5.4", "cost": {"input": 9, "output": 9}},
            "gpt-5.4-2026-03-05": {"cost": {"input": 8, "output": 8}},
            "open-weights": {"cost": {"input": 0.19999999999999998, "output": 0.2}},
            "agreed": {"cost": {"input": 1, "output": 2, "reasoning": 3, "cache_write": 1.25}}}},
          "other": {"id": "other", "models": {
            "gpt-5.4-2026-03-05": {"cost": {"input": 7, "output": 7}},
            "open-weights": {"cost": {"input": 0.3, "output": 0.3, "context_over_200k": {"input": 0.6, "output": 0.9}}},
            "agreed": {"cost": {"input": 1, "output": 2, "reasoning": 3, "cache_write": 1.25}}}}
        }
        """

    static let csv = """
        model,input,output,cached,unit,batch_input,batch_output,reasoning
        house-model,0.15,0.60,0.075,million,0.075,0.30,
        "tuned, ours",1.9e-08,2.5e-9,,token,,,
        thinker,0.001,0.002,,per 1K,,,0.0015
        free,0,0,,,,,
        """
}

@Suite("Files of prices")
struct PriceFileTests {
    private func read(_ text: String, named file: String = "prices.json", day: String = "2025-06-01") throws -> PriceTable {
        let project = try TestProject(["/" + file: text].reduce(into: [:]) { $0[String($1.key.dropFirst())] = $1.value })
        let findings = Findings()
        let reader = PriceFileReader(files: SourceFiles(root: project.root), findings: findings, day: day)
        let table = reader.read(project.root + "/" + file, namedAt: nil)
        guard let table, findings.errorCount == 0 else { throw DiagnosticsError(findings.diagnostics()) }
        return table
    }

    private func report(_ text: String, named file: String = "prices.json") throws -> String {
        let project = try TestProject()
        do throws(DiagnosticsError) {
            _ = try Result { try read(text, named: file) }.mapError { $0 as? DiagnosticsError ?? DiagnosticsError([]) }.get()
            return ""
        } catch { return project.text(error.diagnostics) }
    }

    private func cost(_ table: PriceTable, _ model: String, _ usage: Usage, _ service: Price.Service = .standard) -> String? {
        table.price(of: model)?.cost(of: usage, served: service)?.decimalText
    }

    @Test("litellm: dollars per token, cached and written input, batches, tiers")
    func litellm() throws {
        let table = try read(PriceFixtures.litellm)
        #expect(table.sources.map(\.format) == [.litellm] && table.sources.first?.file == "prices.json")
        #expect(table["sample_spec"] == nil)
        #expect(cost(table, "gpt-4o-mini", Usage(input: 10, output: 1, cachedInput: 4)) == "0.0000018")
        #expect(cost(table, "gpt-4o-mini", Usage(input: 10, output: 1), .batch) == "0.00000105")
        #expect(cost(table, "gemini-2.5-pro", Usage(input: 200_000, output: 1)) == "0.25001")
        #expect(cost(table, "gemini-2.5-pro", Usage(input: 200_001, output: 1, cachedInput: 1)) == "0.50001525")
        #expect(cost(table, "gemini-2.5-pro", Usage(input: 200_001, output: 1), .batch) == "0.25000875")
        #expect(cost(table, "gemini-2.5-pro", Usage(input: 1, output: 1), .batch) == "0.000005625")
        #expect(cost(table, "claude-sonnet-4", Usage(input: 10, output: 0, cachedInput: 5, cacheWrite: 2)) == "0.000018")
        #expect(cost(table, "claude-sonnet-4", Usage(input: 10), .batch) == nil)
        #expect(cost(table, "dashscope/qwen-flash", Usage(input: 256_000, output: 2, reasoning: 1)) == "0.0128009")
        #expect(cost(table, "dashscope/qwen-flash", Usage(input: 256_001, output: 1)) == "0.06400225")
        #expect(cost(table, "deepseek-chat", Usage(input: 2, cachedInput: 1)) == "0.000000308")
        #expect(cost(table, "novita/nano", Usage(input: 3, output: 1)) == "0.000000169000000000000012")
        #expect(cost(table, "ft:gpt-4o-mini-2024-07-18:acme::id", Usage(input: 1)) == "0.0000003")
    }

    @Test("free, unpriced and unknown are three things")
    func unpriced() throws {
        let table = try read(PriceFixtures.litellm)
        #expect(cost(table, "free-model", Usage(input: 9, output: 9)) == "0")
        #expect(table["gpt-4o-mini-tts"] != nil && table.price(of: "gpt-4o-mini-tts") == nil)
        #expect(table.price(of: "gpt-4o-mini-tts-2025-12-15") == nil, "its beginning is priced, it itself is not")
        #expect(table.price(of: "null-priced") == nil && table.price(of: "nowhere") == nil)
    }

    @Test("llm-prices: dollars per million tokens, with the file's date")
    func current() throws {
        let table = try read(PriceFixtures.current)
        #expect(table.sources.first?.format == .llmPrices && table.sources.first?.updatedAt == "2025-12-01")
        #expect(cost(table, "gpt-4o", Usage(input: 2, output: 1, cachedInput: 1)) == "0.00001375")
        #expect(table.match(of: "openai/gpt-4o")?.how == .exact)
        #expect(table.price(of: "gemini-1.5-flash-8b-001")?.input.decimalText == "0.0000000375")
    }

    @Test("llm-prices' history: the price of the day, and of any other day")
    func historical() throws {
        let table = try read(PriceFixtures.historical)
        #expect(table.sources.first?.format == .llmPricesHistory)
        #expect(table.price(of: "gpt-4o")?.input == Money(picodollars: 2_500_000))
        #expect(try read(PriceFixtures.historical, day: "2024-08-05").price(of: "gpt-4o")?.input == Money(picodollars: 5_000_000))
        #expect(table.on(day: "2024-08-05").price(of: "openai/gpt-4o")?.output == Money(picodollars: 15_000_000))
        #expect(table.price(of: "gone") == nil && table.on(day: "2023-12-31").price(of: "gone") != nil)
    }

    @Test("models.dev: by provider; a bare name costs what its maker asks")
    func modelsDev() throws {
        let table = try read(PriceFixtures.modelsDev)
        #expect(table.sources.first?.format == .modelsDev)
        #expect(cost(table, "gpt-5.4", Usage(input: 272_000)) == "0.68")
        #expect(cost(table, "gpt-5.4", Usage(input: 272_001, cachedInput: 1)) == "1.3600005")
        #expect(cost(table, "reseller/gpt-5.4", Usage(input: 1)) == "0.000009")
        #expect(cost(table, "reseller/open-weights", Usage(input: 1)) == "0.00000019999999999999998")
        #expect(cost(table, "other/open-weights", Usage(input: 200_001)) == "0.1200006")
        #expect(table.price(of: "open-weights") == nil, "its providers ask different prices")
        #expect(table.match(of: "gpt-5.4-2026-03-05") == PriceMatch(listedName: "gpt-5.4", how: .alias))
        #expect(cost(table, "other/gpt-5.4-2026-03-05", Usage(input: 1)) == "0.000007")
        #expect(cost(table, "agreed", Usage(input: 2, output: 2, reasoning: 1, cacheWrite: 1)) == "0.00000725")
        #expect(table.price(of: "whisper") == nil && table.price(of: "openai/whisper") == nil)
    }

    @Test("our own columns, in three units")
    func csv() throws {
        let table = try read("\u{FEFF}" + PriceFixtures.csv.replacing("\n", with: "\r\n"), named: "prices.csv")
        #expect(table.sources.first?.format == .csv)
        #expect(cost(table, "house-model", Usage(input: 10, output: 1, cachedInput: 4)) == "0.0000018")
        #expect(cost(table, "house-model", Usage(input: 1, output: 1), .batch) == "0.000000375")
        #expect(cost(table, "tuned, ours", Usage(input: 1, output: 1)) == "0.0000000215")
        #expect(cost(table, "thinker", Usage(input: 1, output: 2, reasoning: 1)) == "0.0000045")
        #expect(cost(table, "free", Usage(input: 1, output: 1)) == "0")
        #expect(try read("model,input,output\nm,1,2\n", named: "p.csv").price(of: "m")?.output == Money(picodollars: 2_000_000))
    }

    @Test("the file's digest is the one that other tools print")
    func digest() throws {
        let table = try read("model,input,output\nm,1,2\n", named: "p.csv")
        #expect(table.sources.first?.sha256 == SHA256.hex("model,input,output\nm,1,2\n"))
    }

    @Test(
        "what is wrong names the place and the remedy",
        arguments: [
            ("", "1:1: error: 'prices.json' has no known form", "known: litellm's"),
            ("[1]", "1:1: error: 'prices.json' has no known form", "CSV"),
            ("{}", "1:1: error: 'prices.json' has no known form", "models.dev's api.json"),
            ("{\"a\": {\"b\": 1}}", "1:1: error: 'prices.json' has no known form", "llm-prices'"),
            ("hello\nworld", "1:1: error: 'prices.json' has no known form", "known"),
            ("{\"prices\": []}", "1:1: error: 'prices.json' lists no models", "known"),
            (
                "{\"m\": {\"input_cost_per_token\": 1e-7,\n \"output_cost_per_token\": true}}",
                "2:27: error: 'output_cost_per_token' of 'm' is not a number", "decimal digits"
            ),
            (
                "{\"m\": {\"input_cost_per_token\": -1}}", "1:32: error: 'input_cost_per_token' of 'm' is '-1', out of range",
                "never below 0"
            ),
            (
                "{\"m\": {\"input_cost_per_token\": 2.5}}", "1:32: error: 'input_cost_per_token' of 'm' is '2.5', out of range",
                "per million"
            ),
            (
                "{\"m\": {\"input_cost_per_token\": \"cheap\"}}", "1:32: error: 'input_cost_per_token' of 'm': 'cheap' is not a number",
                "0.15"
            ),
            ("{\"m\": {\"input_cost_per_token\": 1e-31}}", "1:32: error: 'input_cost_per_token' of 'm': '1e-31' has more digits", "0.15"),
            ("{\"m\": {\"input_cost_per_token\": 1e-7}", "1:37: error: expected ',' or '}'", "fetch it anew"),
            ("{\"m\": {\"input_cost_per_token\": }", "1:32: error: expected a value", "fetch it anew"),
            ("{\"m\": {\"input_cost_per_token\": 1-2}}", "1:32: error: 'input_cost_per_token' of 'm': '1-2' is not a number", "0.15"),
            ("{\"m\": {\"x\": tru}}", "1:13: error: expected a value", "fetch it anew"),
            ("{\"m", "1:2: error: the text is never closed", "fetch"),
            ("{\"prices\": [{\"input\": 1, \"output\": 2}]}", "1:13: error: a record of 'prices' has no 'id'", "as 'id'"),
            ("{\"prices\": [\n{\"id\": \"m\"}]}", "2:1: error: 'm' has no 'input' and 'output'", "0 means free"),
            (
                "{\"prices\": [{\"id\": \"m\", \"from_date\": \"May\", \"input\": 1, \"output\": 2}]}",
                "1:38: error: 'from_date' is not a day", "2025-01-31"
            ),
            ("{\"p\": {\"models\": {\"m\": {\"cost\": {\"input\": [1]}}}}}", "1:43: error: 'input' of 'p/m' is not a number", "0.15"),
        ])
    func broken(_ text: String, _ expected: String, _ remedy: String) throws {
        let report = try report(text)
        #expect(report.hasPrefix("prices.json:" + expected) && report.contains(remedy), "\(report)")
    }

    @Test(
        "what is wrong in our own columns",
        arguments: [
            ("model,input\nm,1\n", "1:1: error: there is no column 'output'", "model,input,output,cached,unit"),
            ("model,input,output,cahced\nm,1,2,3\n", "1:1: error: unknown column 'cahced'", "did you mean 'cached'?"),
            ("model,input,output,input\nm,1,2,3\n", "1:1: error: two columns are called 'input'", "remove"),
            ("model,input,output,unit\n\nm,1,2,dozen\n", "3:1: error: unknown unit 'dozen' of 'm'", "million, thousand, token"),
            ("model,input,output\nm,1\n", "2:1: error: the row has 2 fields; the header has 3", "every column"),
            ("model,input,output\nm,1,2\nm,1,2\n", "3:1: error: 'm' has a price already", "first in line 2"),
            ("model,input,output\nm,1,\n", "2:1: error: 'm' has no price of input and output", "0 means free"),
            ("model,input,output\nm,$1,2\n", "2:1: error: column 2 of 'm': '$1' is not a number", "0.15"),
            ("model,input,output\n,1,2\n", "2:1: error: the row names no model", "'model'"),
            ("model,input,output,unit\nm,2,2,token\n", "2:1: error: column 2 of 'm' is '2', out of range", "per million"),
            ("model;input;output\nm;1;2\n", "1:1: error: unknown column 'model;input;output'", "known:"),
            ("model,input,output\n\"m,1,2\n", "2:1: error: the quote opened in line 2", "close it"),
            ("model,input,output\n", "1:1: error: 'prices.csv' lists no models", "known"),
        ])
    func brokenColumns(_ text: String, _ expected: String, _ remedy: String) throws {
        let report = try report(text, named: "prices.csv")
        #expect(report.hasPrefix("prices.csv:" + expected) && report.contains(remedy), "\(report)")
    }

    @Test("a table nested without end, and a name with control characters, do no harm")
    func hostile() throws {
        let deep = "{\"m\": {\"input_cost_per_token\": 0, \"x\": " + String(repeating: "[", count: 100_000)
        #expect(try report(deep).contains("nested deeper than 64 levels"))
        let name = "{\"a\\u001b[31m\": {\"input_cost_per_token\": 1e-7, \"output_cost_per_token\": 0}}"
        #expect(try read(name).price(of: "a\u{1B}[31m")?.output == .zero)
    }
}

@Suite("The key prices")
struct PriceKeyTests {
    private func suite(_ prices: String, settings: String = "", files: [String: String] = [:]) throws -> Suite {
        let all = ["suite.yaml": Sample.suite(prices + "\n"), "/plumb.yaml": settings].merging(files) { $1 }
        return try TestProject(Sample.files(all)).suite()
    }

    @Test("takes a file, relative to the file in which it is named")
    func path() throws {
        let found = try suite(
            "prices: tables/own.csv", settings: "prices: all.json\n",
            files: ["tables/own.csv": PriceFixtures.csv, "/all.json": PriceFixtures.litellm])
        #expect(found.prices.provenance(of: "house-model").source?.file == "Suites/demo/tables/own.csv")
        #expect(found.prices.provenance(of: "openai/gpt-4o-mini").source?.file == "all.json")
    }

    @Test("takes files and models together; later ones lie over earlier ones, and a suite's over plumb.yaml's")
    func list() throws {
        let found = try suite(
            "prices: [own.csv, { house-model: { input: 7, output: 0.123456789 } }]",
            settings: "prices: { free: { input: 1, output: 1 }, kept: { input: 1, output: 1 } }\n", files: ["own.csv": PriceFixtures.csv])
        #expect(found.prices.price(of: "house-model")?.output.decimalText == "0.000000123456789")
        #expect(found.prices.provenance(of: "house-model").source == nil)
        #expect(found.prices.price(of: "free")?.input == .zero && found.prices.price(of: "kept") != nil)
    }

    @Test("takes prices of batches, of reasoning and of writing to the cache")
    func kinds() throws {
        let found = try suite(
            "prices: { m: { input: 1, output: 2, cached: 0, cache_write: 1.25, reasoning: 3, batch_input: 0.5, batch_output: 1 } }")
        let price = try #require(found.prices.price(of: "m"))
        let usage = Usage(input: 3, output: 2, cachedInput: 1, reasoning: 1, cacheWrite: 1)
        #expect(price.cost(of: usage).decimalText == "0.00000725")
        #expect(price.cost(of: Usage(input: 1, output: 1), served: .batch)?.decimalText == "0.0000015")
    }

    @Test(
        "what is wrong",
        arguments: [
            ("prices: nowhere.json", "7:9: error: there is no file 'Suites/demo/nowhere.json' [missing-file]"),
            ("prices: [[a]]", "7:10: error: expected prices by model"), ("prices:", "7:8: error: expected prices by model"),
            ("prices: { m: { input: 1 } }", "7:14: error: 'output' is missing"),
            ("prices: { m: { input: 1, output: 2, batch: 1 } }", "7:37: error: unknown key 'batch'"),
            ("prices: { m: { input: \"1\", output: 2 } }", "7:23: error: expected a number"),
            ("prices: { m: { input: 1e7, output: 2 } }", "7:23: error: 1e7 is out of range"),
            (
                "prices: { m: { input: 1, output: 0.00000000000000000000000000001 } }",
                "7:34: error: '0.00000000000000000000000000001' has more digits"
            ),
        ])
    func broken(_ prices: String, _ expected: String) throws {
        let report = try TestProject(Sample.files(["suite.yaml": Sample.suite(prices + "\n")])).report()
        #expect(report.hasPrefix("Suites/demo/suite.yaml:" + expected), "\(report)")
    }

    @Test("a file named on the command line is looked for in the project too")
    func commandLine() throws {
        let project = try TestProject(["prices.json": PriceFixtures.current, "bad.csv": "model,input\n"])
        let loader = SuiteLoader(project: project.project)
        #expect(try loader.prices(in: "prices.json").price(of: "gpt-4o") != nil)
        #expect(try loader.prices(in: project.root + "/prices.json").sources.first?.file == "prices.json")
        for path in ["bad.csv", "nowhere.json", "Suites"] {
            #expect(throws: DiagnosticsError.self) { try loader.prices(in: path) }
        }
    }
}
