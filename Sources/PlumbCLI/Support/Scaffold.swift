/// The files that `plumb init` writes: a suite of two variants whose answers are scripted, so that it runs without a model.
enum Scaffold {
    /// Paths with their texts, in the order in which they are written.
    static func files(suite: String) -> [(path: String, text: String)] {
        [
            ("plumb.yaml", configuration),
            (ignoreFile, ignored.map { $0 + "\n" }.joined()),
            ("Suites/\(suite)/suite.yaml", suiteFile),
            ("Suites/\(suite)/prompts/plain.md", plain),
            ("Suites/\(suite)/prompts/labels.md", labels),
            ("Suites/\(suite)/cases.csv", cases),
        ]
    }

    /// What git shall not take: the store, and results that nobody accepted.
    static let ignored = [".plumb/", "*.pending.json"]
    /// Where that stands.
    static let ignoreFile = ".gitignore"

    private static let configuration = """
        # Backends by name, for all suites. Keys are never written here: name the environment variable that holds one.
        backends:
          demo:                       # answers made up from the cases, so that the first run needs no model
            kind: scripted
            seed: 1
            answers:
              - { expected: true, weight: 9 }            # nine times out of ten the expected answer
              - { text: "I am not sure", weight: 1 }

          # A model on your machine or in the cloud: uncomment one and name it as `backend:` in the suite.
          # my-server:
          #   kind: openai            # any chat-completions endpoint
          #   base_url: http://localhost:11434/v1
          #   model: llama3.2
          # cloud:
          #   kind: openai
          #   base_url: https://api.openai.com/v1
          #   key: OPENAI_API_KEY     # the NAME of the environment variable
          #   model: gpt-4o-mini

        """

    private static let suiteFile = """
        description: Route a customer's message to one queue.
        backend: demo
        repetitions: 5
        parameters: { temperature: 0.7, max_tokens: 24 }

        variants:
          plain: { prompt: prompts/plain.md }
          labels: { prompt: prompts/labels.md }

        cases: cases.csv              # id, message, expected, tags
        checks:
          - equals: "{{ expected }}"
            ignoring: [case, whitespace, punctuation]

        require: { accuracy: ">= 0.6" }
        gate: { detect: 0.1, max_repetitions: 10 }

        """

    private static let plain = """
        Which queue should this message go to? Answer with one word.

        {{ message }}

        """

    private static let labels = """
        system:
        You route messages. Answer with exactly one of: billing, technical, sales.

        user:
        {{ message }}

        """

    private static let cases = """
        id,message,expected,tags
        double-charge,I was charged twice this month,billing,money
        refund,Where is the refund you promised me?,billing,money
        crash,The app closes when I open my photos,technical,bug
        login,I cannot sign in since the update,technical,bug
        upgrade,What does the team plan cost for 20 people?,sales,
        demo,Could somebody show us the product?,sales,

        """
}
