import PlumbModel
import Testing

/// A prompt written down as one text and read back.
@Suite struct PromptTextTests {
    @Test(arguments: [
        [(Message.Role.user, "Say {{ word }}")],
        [
            (.system, "Be brief.\n\nAlways."), (.user, "{% if a is defined %}\n{{ a }}\n{% endif %}"), (.assistant, "Sure:"),
            (.user, "Go on"),
        ],
        [(.user, ""), (.assistant, "x")],
        [(.user, "a line that ends in user:\nuser of it")],
    ])
    func aPromptSurvives(turns: [(Message.Role, String)]) throws {
        let prompt = Prompt(turns: try turns.map { Prompt.Turn($0.0, try Template(parsing: $0.1)) })
        let back = try #require(Prompt(text: prompt.text))
        #expect(back.turns.map(\.role) == prompt.turns.map(\.role))
        #expect(back.turns.map(\.template.source) == prompt.turns.map(\.template.source))
    }

    @Test(arguments: ["", "no role here", "user:\n{{ broken", "bot:\nhello"])
    func whatIsNoPromptIsRefused(text: String) { #expect(Prompt(text: text) == nil) }

    @Test func parametersSurvive() {
        let parameters = Parameters(
            temperature: 1, topP: 0.5, topK: 4, maxTokens: 12, seed: 3, stop: ["a", "b"], frequencyPenalty: 0.25, presencePenalty: -1,
            responseFormat: ["type": "json_object"], logprobs: 0, extra: ["min_p": 0.1])
        #expect(Parameters(written: parameters.json) == parameters)
        #expect(Parameters(written: Parameters().json) == Parameters())
    }
}
