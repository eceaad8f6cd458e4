/// What a price table says of one name.
public struct PriceListing: Sendable, Hashable {
    /// A price on the days on which it held.
    public struct Period: Sendable, Hashable {
        /// The first day, as `2025-01-31`, or nil when it held from the beginning.
        public var from: String?
        /// The first day on which it did not hold any more, or nil when it still holds.
        public var to: String?
        /// The price.
        public var price: Price

        /// A price between two days.
        public init(from: String?, to: String?, price: Price) {
            self.from = from
            self.to = to
            self.price = price
        }

        /// Whether it held on a day, written `2025-01-31`: days so written are ordered like their texts.
        func holds(on day: String) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day < $0 } ?? true) }
    }

    /// The price, or nil when tokens of the listed model have none: such a name stops the search for a similar one.
    public var price: Price?
    /// All prices that the model ever had, when the file tells.
    public var history: [Period]
    /// Which of ``PriceTable/sources`` it comes from, or nil when it was written in the suite or in plumb.yaml.
    var source: Int?

    /// A name with one price, or with none for tokens.
    public init(price: Price?) {
        self.price = price
        history = []
    }

    /// A name with the prices it had, of which that of a day holds; days are written `2025-01-31`.
    public init(history: [Period], on day: String) {
        self.history = history
        price = history.last { $0.holds(on: day) }?.price
    }
}
