const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

/** A number as a list counts it: "3", "c", "C", "iii" or "III". Letters go on after z with aa, bb. */
export function counted(number: number, style: 'number' | 'a' | 'A' | 'i' | 'I'): string {
  if (style === 'number' || number < 1 || number > 3999) return String(number);
  const small = style === 'i' || style === 'I' ? roman(number) : String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.ceil(number / 26));
  return style === 'A' || style === 'I' ? small.toUpperCase() : small;
}

function roman(number: number): string {
  let rest = number;
  let text = '';
  for (const [value, letters] of ROMAN) {
    while (rest >= value) {
      text += letters;
      rest -= value;
    }
  }
  return text;
}
