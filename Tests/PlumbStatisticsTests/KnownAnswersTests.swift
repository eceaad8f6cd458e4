import Testing

@testable import PlumbStatistics

/// Every fixture of known_answers.json, within its own tolerance; one that nobody handles fails.
@Test func knownAnswers() throws {
    let answers = try JSONValue.fixture("known_answers")["answers"].list
    #expect(answers.count == 55)
    for answer in answers {
        let id = try answer["id"].text
        let handler = try #require(
            KnownAnswers.handlers.first { id.hasPrefix($0.prefix) }?.check, "nothing handles \(id)")
        try handler(answer["inputs"], answer["expected"], answer["tolerance"].number)
    }
}

enum KnownAnswers {
    typealias Check = @Sendable (_ inputs: JSONValue, _ expected: JSONValue, _ tolerance: Double) throws -> Void

    static let handlers: [(prefix: String, check: Check)] =
        intervals + pairedTests + corrections + consistency + errors + powers + sequences

    static let intervals: [(prefix: String, check: Check)] = [
        (
            "wilson_",
            { inputs, expected, tolerance in
                let interval = ProportionInterval.wilson(
                    successes: try inputs["k"].integer, trials: try inputs["n"].integer, confidence: try inputs["confidence"].number)
                try expect(interval?.lower, expected["lo"], tolerance, "lower")
                try expect(interval?.upper, expected["hi"], tolerance, "upper")
            }
        ),
        (
            "clopper_pearson_",
            { inputs, expected, tolerance in
                let interval = ProportionInterval.clopperPearson(
                    successes: try inputs["k"].integer, trials: try inputs["n"].integer, confidence: try inputs["confidence"].number)
                try expect(interval?.lower, expected["lo"], tolerance, "lower")
                try expect(interval?.upper, expected["hi"], tolerance, "upper")
            }
        ),
        (
            "bca_acceleration",
            { inputs, expected, tolerance in
                try expect(
                    BiasCorrected.acceleration(inputs["differences"].numbers), expected["acceleration"], tolerance, "acceleration")
            }
        ),
    ]

    static let pairedTests: [(prefix: String, check: Check)] = [
        (
            "mcnemar_",
            { inputs, expected, tolerance in
                let test = McNemar(broke: try inputs["broke"].integer, fixed: try inputs["fixed"].integer)
                try expect(test.twoSided, expected["two_sided"], tolerance, "two-sided")
                try expect(test.worse, expected["one_sided_worse"], tolerance, "worse")
                try expect(test.worseMidP, expected["mid_p_worse"], tolerance, "mid-p")
            }
        ),
        (
            "case_",
            { inputs, expected, tolerance in
                let pair = PairedTally(baseline: try inputs["baseline"].tally, candidate: try inputs["candidate"].tally)
                try expect(Fisher.worse(pair), expected["fisher_less"], tolerance, "Fisher")
                try expect(Fisher.twoSided(pair), expected["fisher_two_sided"], tolerance, "Fisher two-sided")
                try expect(Unconditional.boschlooWorse(pair), expected["boschloo_less"], tolerance, "Boschloo")
                try expect(Unconditional.barnardWorse(pair), expected["barnard_less"], tolerance, "Barnard")
            }
        ),
        (
            "stratified_exact_",
            { inputs, expected, tolerance in
                var test = AccuracyTest()
                let p = test.worse(try pairs(inputs))
                try expect(p.exact, expected["p_worse"], tolerance, "exact")
                try expect(p.mid, expected["mid_p_worse"], tolerance, "mid-p")
            }
        ),
        (
            "signflip_",
            { inputs, expected, tolerance in
                let test = try #require(SignFlip(inputs["differences"].numbers))
                try expect(test.mean, expected["mean"], tolerance, "mean")
                try expect(test.less, expected["p_less"], tolerance, "less")
                try expect(test.twoSided, expected["p_two_sided"], tolerance, "two-sided")
            }
        ),
        (
            "paired_t_",
            { inputs, expected, tolerance in
                let test = try #require(PairedT(inputs["differences"].numbers))
                try expect(test.t, expected["t"], tolerance, "t")
                try expect(test.less, expected["p_less"], tolerance, "less")
                #expect(test.degrees == (try expected["df"].integer))
            }
        ),
    ]

    static let corrections: [(prefix: String, check: Check)] = [
        (
            "multiple_testing_",
            { inputs, expected, tolerance in
                let p = try inputs["p"].numbers
                try expect(MultipleTesting.holm(p), expected["holm"], tolerance, "Holm")
                try expect(MultipleTesting.benjaminiHochberg(p), expected["bh"], tolerance, "BH")
                if expected.has("by") { try expect(MultipleTesting.benjaminiYekutieli(p), expected["by"], tolerance, "BY") }
            }
        ),
        (
            "tarone_",
            { inputs, expected, tolerance in
                let alpha = try inputs["alpha"].number
                let family = Tarone(try pairs(inputs), alpha: alpha)
                #expect(family.divisor == (try expected["k"].integer))
                try expect(family.threshold, expected["per_case_threshold"], tolerance, "threshold")
                try expect(family.pValues, expected["fisher_p"], tolerance, "p")
                try expect(family.leastAchievable, expected["min_achievable_p"], tolerance, "least p")
                #expect(family.named == (try expected["rejected"].integers))
                let holm = MultipleTesting.holm(family.pValues)
                #expect(holm.indices.filter { holm[$0] <= alpha } == (try expected["rejected_by_holm_over_20"].integers))
            }
        ),
    ]

    static let consistency: [(prefix: String, check: Check)] = [
        (
            "pass_k_",
            { inputs, expected, tolerance in
                let tally = try #require(Tally(passes: inputs["c"].integer, of: inputs["n"].integer))
                let k = try inputs["k"].integer
                try expect(PassAtK.any(tally, k: k), expected["pass_at_k"], tolerance, "pass@k")
                try expect(PassAtK.all(tally, k: k), expected["pass_hat_k"], tolerance, "pass^k")
            }
        ),
        (
            "agreement_suite_",
            { inputs, expected, tolerance in
                let answers = try inputs["answers"].list.map { try $0.list.map { try $0.text } }
                let cases = try answers.map { try #require(AnswerAgreement($0)) }
                for (agreement, goal) in zip(cases, try expected["per_case"].list) {
                    try expect(agreement.majority, goal["majority"], tolerance, "majority")
                    try expect(agreement.pairwise, goal["pairwise_agreement"], tolerance, "pairwise")
                    try expect(agreement.giniSimpson, goal["gini_simpson_plugin"], tolerance, "Gini-Simpson")
                    try expect(agreement.entropy, goal["entropy_nats"], tolerance, "entropy")
                    try expect(agreement.normalisedEntropy, goal["entropy_normalized"], tolerance, "normalised entropy")
                    #expect(agreement.distinct == (try goal["distinct"].integer))
                    #expect(agreement.isTotal == (try goal["total_agreement"].integer == 1))
                }
                try expect(AnswerAgreement.totalAgreementRate(cases), expected["TARa_5"], tolerance, "TAR")
                try expect(Krippendorff.alpha(answers), expected["krippendorff_alpha_nominal"], tolerance, "alpha")
            }
        ),
        (
            "krippendorff_2011",
            { inputs, expected, tolerance in
                let raters = try inputs["raters_x_units"].list.map { try $0.list }
                let units = try raters[0].indices.map { unit in
                    try raters.filter { !$0[unit].isNull }.map { try $0[unit].number }
                }
                try expect(Krippendorff.alpha(units, level: .nominal), expected["nominal"], tolerance, "nominal")
                try expect(Krippendorff.alpha(units), expected["nominal"], tolerance, "nominal, linear")
                try expect(Krippendorff.alpha(units, level: .ordinal), expected["ordinal"], tolerance, "ordinal")
                try expect(Krippendorff.alpha(units, level: .interval), expected["interval"], tolerance, "interval")
            }
        ),
        (
            "krippendorff_binary",
            { inputs, expected, tolerance in
                let cases = try inputs["cases"].list.map { try $0.integers }
                try expect(Krippendorff.alpha(cases), expected["alpha"], tolerance, "alpha")
                let counts = cases.map { grades in [grades.count { $0 == 0 }, grades.count { $0 == 1 }] }
                try expect(Kappa.fleiss(counts), expected["fleiss_kappa"], tolerance, "Fleiss")
            }
        ),
        (
            "cohen_kappa_",
            { inputs, expected, tolerance in
                let kappa = try #require(Kappa.cohen(inputs["table"].list.map { try $0.integers }))
                try expect(kappa.value, expected["kappa"], tolerance, "kappa")
                try expect(kappa.standardError, expected["std"], tolerance, "error")
                if expected.has("ci") {
                    try expect([kappa.interval.lower, kappa.interval.upper], expected["ci"], tolerance, "interval")
                }
                if expected.has("agreement") { try expect(kappa.agreement, expected["agreement"], tolerance, "agreement") }
            }
        ),
    ]

    static let errors: [(prefix: String, check: Check)] = [
        (
            "clustered_se_",
            { inputs, expected, tolerance in
                let error = try #require(ClusteredError(inputs["scores"].numbers, groups: inputs["clusters"].integers))
                try expect(error.mean, expected["mean"], tolerance, "mean")
                try expect(error.unclustered, expected["se_clt"], tolerance, "unclustered")
                try expect(error.miller, expected["se_miller"], tolerance, "Miller")
                try expect(error.cr0, expected["se_cr0"], tolerance, "CR0")
                try expect(error.cr1, expected["se_cr1"], tolerance, "CR1")
            }
        ),
        (
            "two_level_",
            { inputs, expected, tolerance in
                let scores = try inputs["cases_by_repetition"].list.map { try $0.numbers }
                let accuracy = try #require(Accuracy(scores: scores))
                let parts = try #require(accuracy.components)
                try expect(accuracy.mean, expected["mean"], tolerance, "mean")
                try expect(parts.within, expected["var_within"], tolerance, "within")
                try expect(parts.caseMeans, expected["var_case_means"], tolerance, "case means")
                try expect(parts.between, expected["var_between"], tolerance, "between")
                try expect(parts.intraclassCorrelation, expected["icc"], tolerance, "ICC")
                try expect(accuracy.populationError, expected["se_population"], tolerance, "population")
                try expect(accuracy.fixedSuiteError, expected["se_fixed_suite"], tolerance, "fixed suite")
                let t = try #require(MeanEstimate(scores.map { $0.reduce(0, +) / Double($0.count) })?.interval)
                try expect([t.lower, t.upper], expected["t_ci95"], tolerance, "t interval")
            }
        ),
        (
            "rogan_gladen",
            { inputs, expected, tolerance in
                let corrected = JudgeCorrection.roganGladen(
                    judgeRate: try inputs["judge_rate"].number, sensitivity: try inputs["sensitivity"].number,
                    specificity: try inputs["specificity"].number)
                try expect(corrected, expected["corrected"], tolerance, "corrected")
            }
        ),
        (
            "ppi_mean",
            { inputs, expected, tolerance in
                let passes = try inputs["judge_unlabelled_pass"].integer
                let judged = (0..<(try inputs["unlabelled"].integer)).map { $0 < passes ? 1.0 : 0.0 }
                let mean = try #require(
                    JudgeCorrection.predictionPowered(
                        judgeUnlabelled: judged, judgeLabelled: inputs["judge_labelled"].numbers, human: inputs["human"].numbers))
                try expect(mean.estimate, expected["estimate"], tolerance, "estimate")
                try expect(mean.standardError, expected["se"], tolerance, "error")
                try expect([mean.interval.lower, mean.interval.upper], expected["ci95"], tolerance, "interval")
            }
        ),
    ]

    static let powers: [(prefix: String, check: Check)] = [
        (
            "power_miller_969",
            { inputs, expected, tolerance in
                let variances = PopulationPower.Variances(
                    between: try inputs["omega2"].number, withinFirst: try inputs["sigmaA2"].number,
                    withinSecond: try inputs["sigmaB2"].number)
                let cases = PopulationPower.cases(
                    variances, delta: try inputs["delta"].number, alpha: try inputs["alpha"].number, power: try inputs["power"].number)
                try expect(cases, expected["n"], tolerance, "n")
                #expect(Int(cases.rounded(.up)) == (try expected["n_ceil"].integer))
            }
        ),
        (
            "power_miller_K",
            { inputs, expected, tolerance in
                let variances = PopulationPower.Variances(
                    between: try inputs["omega2"].number, withinFirst: try inputs["sigmaA2"].number,
                    withinSecond: try inputs["sigmaB2"].number)
                let delta = try inputs["delta"].number
                let cases = try inputs["K"].integers.map { PopulationPower.cases(variances, repetitions: ($0, $0), delta: delta) }
                try expect(cases, expected["n"], tolerance, "n")
                let least = [1, 10].map { PopulationPower.detectable(variances, repetitions: ($0, $0), cases: 198) }
                try expect(least, expected["mde_n198"], tolerance, "least difference")
            }
        ),
        (
            "gate_mde_",
            { inputs, expected, tolerance in
                let variance = try inputs["mean_within_var"].number
                let cases = try inputs["n"].integer
                let candidate = try inputs["Rc"].integer
                let drop = GatePower.detectable(
                    withinVariance: variance, cases: cases, baseline: try inputs["Rb"].integer, candidate: candidate,
                    alpha: try inputs["alpha"].number, power: try inputs["power"].number)
                try expect(drop, expected["mde"], tolerance, "least drop")
                let equal = GatePower.detectable(withinVariance: variance, cases: cases, baseline: 5, candidate: 5)
                try expect(equal, expected["mde_equal_5"], tolerance, "least drop, 5 against 5")
            }
        ),
    ]

    static let sequences: [(prefix: String, check: Check)] = [
        (
            "eprocess_discordant",
            { inputs, expected, tolerance in
                let process = DiscordantEProcess(stakes: try inputs["lambdas"].numbers, alpha: try inputs["alpha"].number)
                try expect(process.wealth(broke: 8, fixed: 1), expected["wealth_L8_W1"], tolerance, "8 to 1")
                try expect(process.wealth(broke: 12, fixed: 3), expected["wealth_L12_W3"], tolerance, "12 to 3")
                let least = try expected["min_losses_by_discordant"]
                for discordant in least.keys {
                    let goal = try least[discordant]
                    #expect(process.leastBroken(of: try #require(Int(discordant))) == (goal.isNull ? nil : try goal.integer))
                }
                try expect(process.falseAlarm(pairs: 200), expected["exact_false_alarm_200_pairs"], tolerance, "false alarm")
            }
        ),
        (
            "sprt_discordant",
            { inputs, expected, tolerance in
                let test = ProbabilityRatio(
                    null: try inputs["q0"].number, alternative: try inputs["q1"].number, alpha: try inputs["alpha"].number,
                    beta: try inputs["beta"].number)
                try expect(test.up, expected["up"], tolerance, "up")
                try expect(test.down, expected["down"], tolerance, "down")
                try expect(test.upper, expected["wald_A"], tolerance, "upper")
                try expect(test.lower, expected["wald_B"], tolerance, "lower")
                try expect(test.anytimeUpper, expected["ville_A"], tolerance, "anytime")
                try expect(test.expectedUnderNull, expected["asn_h0"], tolerance, "null")
                try expect(test.expectedUnderAlternative, expected["asn_h1"], tolerance, "alternative")
            }
        ),
        (
            "lan_demets_",
            { inputs, expected, tolerance in
                let fractions = try inputs["info"].numbers
                let alpha = try inputs["alpha"].number
                // The two fixtures differ by their first threshold: O'Brien-Fleming's is extreme.
                let spending: AlphaSpending = try expected["z"].numbers[0] > 4 ? .obrienFleming : .pocock
                let z = spending.thresholds(fractions: fractions, alpha: alpha)
                try expect(z, expected["z"], tolerance, "z")
                try expect(z.map(Normal.survival), expected["p"], tolerance / 100, "p")
            }
        ),
        (
            "normal_mixture_cs",
            { inputs, expected, tolerance in
                let counts = try inputs["t"].numbers
                let deviation = try inputs["sigma"].number
                let alpha = try inputs["alpha"].number
                let tuning = try inputs["rho"].number
                try expect(
                    counts.map { MixtureSequence.radius(count: $0, tuning: tuning, deviation: deviation, alpha: alpha) },
                    expected["radius"], tolerance, "radius")
                try expect(
                    counts.map { MixtureSequence.fixedRadius(count: $0, deviation: deviation, alpha: alpha) },
                    expected["fixed_n_radius"], tolerance, "fixed radius")
            }
        ),
        (
            "cusum_down",
            { inputs, expected, tolerance in
                let chart = Cusum(
                    try inputs["z"].numbers, allowance: try inputs["k"].number, limit: try inputs["h"].number)
                try expect(chart.path, expected["path"], tolerance, "path")
                #expect(chart.alarm == (try expected["alarm_index"].integer))
            }
        ),
    ]
}
