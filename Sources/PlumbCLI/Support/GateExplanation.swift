/// The page of `plumb explain gate`.
enum GateExplanation {
    /// Plain words for a developer without statistics.
    static let text = """
        gate: is it worse, beyond chance?

        A model's answers vary, so a suite moves by some points although nothing changed. The gate compares, case by case, how many
        answers passed in the baseline and now, and computes exactly how probable something at least this bad is when nothing changed:
        p. No random numbers, no bell curve: the same counts give the same p.

        VERDICTS
          regressed          p is at most alpha, accuracy fell, and by more than the margin                      exit 1
          improved           the same, mirrored                                                                  exit 0
          unchanged          earned: a drop of `detect` is ruled out (wrong in at most 5 % of gates that look
                             once, 10 % of those that stop early)                                                exit 0
          inconclusive       neither; it says how many further calls would settle it                 exit 0, --strict 6
          not comparable     the checks or the extraction changed since the baseline was accepted                exit 3
          could not measure  too many calls failed, or there is no baseline      exit 3; no baseline: only with --strict

        SETTINGS (suite.yaml)
          gate: { alpha: 0.05, margin: 0, detect: 0.05, max_repetitions: 10, estimand: breakage }
          alpha            how often an unchanged prompt may be called regressed, over the whole gate
          margin           a drop that does not matter; applied to the interval's bound, not to the observed drop
          detect           the drop that must not be missed
          max_repetitions  it asks one sweep at a time and stops when the verdict can no longer change
          estimand         breakage weighs a failure where all was well most; mean weighs every answer the same

        MORE THAN ONE LOOK, MORE THAN ONE ARM
          plumb gate             looks after each sweep, up to max_repetitions; the levels pay for the looks
          plumb gate --anytime   evidence for which no number of looks is planned: start it again and it goes on
          plumb gate --control   asks the baseline's prompt beside the new one: your change, or the model?
          plumb gate --self-test asks nothing: how often would this gate have fired on an unchanged prompt?
          plumb plan             before a call: the smallest drop that can be seen, and what more calls would buy

        A call that broke is never a wrong answer: it is counted apart and can never make a verdict 'regressed'.
        """
}
