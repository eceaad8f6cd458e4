import Foundation
import PlumbModel
import Testing

@Suite("Requests and their answers")
struct RequestValueTests {
    @Test("Parameters that are not given leave no trace, so that hashes of requests stay what they were")
    func leavesNoTrace() {
        let parameters = Parameters(temperature: 0.5, maxTokens: 7, extra: ["a": 1])
        #expect(JSON.object(parameters.json).text() == #"{"temperature":0.5,"max_tokens":7,"extra":{"a":1}}"#)
        let request = CompletionRequest(
            trial: TrialKey(variant: "v", caseID: "c", repetition: 0), model: "m", messages: [Message(.user, "Hi")],
            parameters: parameters)
        let content: JSON = [
            "model": "m", "messages": [["role": "user", "content": "Hi"]],
            "parameters": ["temperature": 0.5, "max_tokens": 7, "extra": ["a": 1]],
        ]
        #expect(request.contentHash == content.contentHash)
    }

    @Test("Tools and the choice among them are parameters: written, read, laid over one another and hashed")
    func carriesTools() {
        let tool: JSON = [["type": "function", "function": ["name": "weather"]]]
        let parameters = Parameters(tools: tool, toolChoice: "required")
        #expect(JSON.object(parameters.json) == ["tools": tool, "tool_choice": "required"])
        #expect(Parameters(written: parameters.json) == parameters)
        let upper = Parameters(toolChoice: ["type": "function", "function": ["name": "weather"]])
        #expect(parameters.overlaid(by: upper) == Parameters(tools: tool, toolChoice: upper.toolChoice))
        #expect(parameters.overlaid(by: Parameters(temperature: 1)).tools == tool)
        #expect(JSON.object(parameters.json).contentHash != JSON.object(Parameters().json).contentHash)
    }

    @Test("Counts written before cache writes were counted are read, and those without any are written as ever")
    func readsOldCounts() throws {
        let old = #"{"cachedInput":3,"input":9,"output":4,"reasoning":2}"#
        let usage = try JSONDecoder().decode(Usage.self, from: Data(old.utf8))
        #expect(usage == Usage(input: 9, output: 4, cachedInput: 3, reasoning: 2))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(usage), as: UTF8.self) == old)
        let writing = Usage(input: 9, output: 4, cacheWrite: 5)
        #expect(try JSONDecoder().decode(Usage.self, from: try encoder.encode(writing)) == writing)
        #expect((usage + writing).cacheWrite == 5)
    }

    @Test(
        "What wire formats cannot carry",
        arguments: [
            ("openai", []), ("gemini", []), ("openai-responses", ["top_k", "stop", "frequency_penalty", "presence_penalty"]),
            ("anthropic", ["frequency_penalty", "presence_penalty", "logprobs"]),
        ])
    func knowsFormats(_ name: String, _ missing: [String]) throws {
        let all = Parameters(
            temperature: 1, topP: 1, topK: 1, maxTokens: 1, seed: 1, stop: ["x"], frequencyPenalty: 1, presencePenalty: 1,
            responseFormat: ["type": "text"], logprobs: 1, tools: [], toolChoice: "auto", extra: ["a": 1])
        let format = try #require(BackendConfiguration.Endpoint.Format(rawValue: name))
        #expect(format.missing(of: all) == missing)
        #expect(format.missing(of: Parameters()) == [])
        #expect(format.carriesSeed == (name == "openai" || name == "gemini"))
    }
}
