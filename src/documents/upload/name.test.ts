import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { cleanName, MAX_NAME } from './name.ts';

test('a name loses its path, its tricks and its false endings, and keeps its words', () => {
  const cases: [string, string][] = [
    ['Response to HMICFRS v1.2.docx', 'Response to HMICFRS v1.2.docx'],
    ['../../etc/passwd', 'passwd.docx'],
    ['C:\\Users\\me\\report.docx', 'report.docx'],
    ['report.pdf.exe', 'report.docx'],
    ['report.exe.docx', 'report.docx'],
    ['repo\u202Excod.exe', 'repoxcod.docx'],
    ['a\u0000b\nc\u200B.docx', 'abc.docx'],
    ['a<b>:"c|d?e*.docx', 'a-b---c-d-e-.docx'],
    ['.htaccess', 'htaccess.docx'],
    ['  two   spaces .docx ', 'two spaces.docx'],
    ['', 'document.docx'],
    ['.docx', 'document.docx'],
    ['CON.docx', 'document.docx'],
    ['Ymateb y Comisiynydd – tŷ.docx', 'Ymateb y Comisiynydd – tŷ.docx'],
  ];
  for (const [given, clean] of cases) assert.equal(cleanName(given, 'docx'), clean);
  assert.equal(cleanName(`${'a'.repeat(300)}.pdf`, 'pdf'), `${'a'.repeat(116)}.pdf`);
});

test('any name becomes a safe one, and a clean name stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
      const clean = cleanName(given, 'odt');
      assert.ok(clean.length <= MAX_NAME && clean.endsWith('.odt') && clean.length > 4);
      assert.doesNotMatch(clean, /[\\/\p{Cc}\p{Cf}\p{Cs}]|^\./u);
      assert.equal(cleanName(clean, 'odt'), clean);
    }),
    { numRuns: 1000 },
  );
});
