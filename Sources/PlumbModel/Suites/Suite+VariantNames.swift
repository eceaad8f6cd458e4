extension Suite {
    /// The names of the variants that names as typed stand for: a variant's own name, or that of one that a matrix made several of.
    ///
    /// A name that stands for none is kept as it is, so that it can be told to be unknown.
    public func variantNames(meantBy typed: [String]) -> [String] {
        let known = Set(variants.map(\.name))
        return typed.flatMap { name -> [String] in
            if known.contains(name) { return [name] }
            let made = variants.map(\.name).filter { $0.hasPrefix(name + "+") }
            return made.isEmpty ? [name] : made
        }
    }
}
