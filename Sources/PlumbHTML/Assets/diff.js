// How one text becomes another, word by word.

const mostWords = 600;

/** Words, blanks and single signs. */
const wordsOf = (text) => text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) || [];

/** The pieces in order: [kind, text] with kind "same", "removed" or "added"; null when the texts have too little in common. */
function wordDiff(before, after) {
  if (before === after) return [["same", after]];
  const old = wordsOf(before);
  const now = wordsOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const middle = changes(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const pieces = joined([["same", old.slice(0, head).join("")], ...middle, ["same", old.slice(old.length - tail).join("")]]);
  const letters = (kinds) => pieces.filter(([kind]) => kinds.includes(kind)).reduce((sum, [, text]) => sum + text.replace(/\s/g, "").length, 0);
  const longer = Math.max(letters(["same", "removed"]), letters(["same", "added"]));
  return longer > 0 && letters(["same"]) / longer < 0.3 ? null : pieces;
}

/** Longest common subsequence; longer stretches are taken as replaced whole. */
function changes(old, now) {
  const whole = [["removed", old.join("")], ["added", now.join("")]];
  if (!old.length || !now.length || old.length > mostWords || now.length > mostWords) return whole;
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = old[i] === now[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const pieces = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      pieces.push(["same", old[i]]);
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      pieces.push(["removed", old[i]]);
      i += 1;
    } else {
      pieces.push(["added", now[j]]);
      j += 1;
    }
  }
  return pieces;
}

/** Neighbours of one kind as one piece; a blank between two changes belongs to both. */
function joined(pieces) {
  const result = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed) result.push(["removed", removed]);
    if (added) result.push(["added", added]);
    [removed, added] = ["", ""];
  };
  pieces.forEach(([kind, text], place) => {
    if (!text) return;
    const next = pieces[place + 1];
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else if (/^\s+$/.test(text) && removed && added && next && next[0] !== "same") {
      removed += text;
      added += text;
    } else {
      flush();
      if (result.length && result[result.length - 1][0] === "same") result[result.length - 1][1] += text;
      else result.push(["same", text]);
    }
  });
  flush();
  return result;
}

/** The second text with what differs from the first marked. */
function marked(before, after) {
  const pieces = wordDiff(before, after);
  if (!pieces) return [after];
  return pieces.map(([kind, text]) => (kind === "same" ? text : make(kind === "removed" ? "del" : "ins", {}, text)));
}
