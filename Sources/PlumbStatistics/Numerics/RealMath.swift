#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

// The few functions of the C library that the standard library lacks, under names that do not shadow it.

/// The natural logarithm.
@inline(__always) func naturalLog(_ x: Double) -> Double { log(x) }

/// The logarithm of 1 + x, exact for small x.
@inline(__always) func naturalLogOnePlus(_ x: Double) -> Double { log1p(x) }

/// The exponential function.
@inline(__always) func exponential(_ x: Double) -> Double { exp(x) }

/// The base raised to the exponent.
@inline(__always) func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The complementary error function.
@inline(__always) func complementaryError(_ x: Double) -> Double { erfc(x) }
