// What the page's script reads: columns of numbers, and places of search terms in texts. No element of the page is touched here.

const read = (() => {
  "use strict";

  // ---- columns

  const DIGITS = new Int8Array(128).fill(-1);
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((digit, value) => {
    DIGITS[digit.charCodeAt(0)] = value;
  });

  /** Numbers of a column: five bits a digit, lowest first, the sixth bit says that more follow. Beyond 32 bits, so no shifts. */
  function numbersOf(column) {
    const values = [];
    let value = 0;
    let scale = 1;
    for (let at = 1; at < column.length; at++) {
      const digit = DIGITS[column.charCodeAt(at)];
      value += (digit & 31) * scale;
      scale *= 32;
      if (digit < 32) {
        values.push(value);
        value = 0;
        scale = 1;
      }
    }
    return values;
  }

  /** A column as it was: `p` is each value, `r` is pairs of a value and how often it stands there. */
  function column(text) {
    const values = numbersOf(text);
    if (text[0] === "p") return Float64Array.from(values);
    let length = 0;
    for (let at = 1; at < values.length; at += 2) length += values[at];
    const column = new Float64Array(length);
    for (let at = 0, end = 0; at < values.length; at += 2) column.fill(values[at], end, end += values[at + 1]);
    return column;
  }

  /** Even numbers are positive, odd ones negative. */
  const signed = (text) => column(text).map((value) => (value % 2 ? -(value + 1) / 2 : value / 2));

  /** A number of two digits, highest first. */
  const pair = (text, at) => DIGITS[text.charCodeAt(at)] * 64 + DIGITS[text.charCodeAt(at + 1)];

  // ---- search

  /** What a search compares: small letters without accents. */
  const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").normalize("NFC").toLowerCase().replace(/ς/g, "σ");

  /** Words, and phrases in quotation marks; all must be there. */
  function termsOf(query) {
    const terms = fold(query).match(/["“„«][^"”“»]+["”“»]|[^\s"“”„«»]+/gu) || [];
    return terms.map((term) => term.replace(/["“”„«»]/g, "").trim()).filter(Boolean);
  }

  /** Places of terms in a text, in characters of the text itself: letters may fold to none or several. */
  function hits(text, terms) {
    let plain = "";
    const from = [];
    let at = 0;
    for (const letter of text) {
      const small = fold(letter);
      for (let i = 0; i < small.length; i++) from.push(at);
      plain += small;
      at += letter.length;
    }
    from.push(at);
    const found = [];
    for (const term of terms) {
      for (let place = plain.indexOf(term); place >= 0; place = plain.indexOf(term, place + term.length)) {
        found.push([from[place], from[place + term.length]]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  return { column, signed, pair, fold, termsOf, hits };
})();
