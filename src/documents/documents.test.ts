import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { anyDoc, folded, SAMPLE, wordsOfXml } from './fixtures.ts';
import { document, inspectUpload, paragraph, plainText, renderDocx, renderHtml, renderOdt, textOf } from './index.ts';
import { legal } from './xml/text.ts';

const partsOf = (file: Buffer): Map<string, string> =>
  new Map(Object.entries(unzipSync(file)).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
const hash = (file: Buffer): string => createHash('sha256').update(file).digest('hex');

test('whatever was typed, each rendering is well-formed and gives every word back', async () => {
  await fc.assert(
    fc.asyncProperty(anyDoc, async (doc) => {
      const words = folded(plainText(doc));
      for (const [kind, file] of [['docx', renderDocx(doc)] as const, ['odt', renderOdt(doc)] as const]) {
        for (const [name, part] of partsOf(file)) if (name !== 'mimetype') wordsOfXml(part);
        assert.equal(folded(await textOf(file, kind)), words, kind);
      }
      const html = folded(wordsOfXml(renderHtml(doc)));
      assert.ok(html.includes(folded(legal(doc.title))));
      // The page tells marks by elements and the files by words; all else stands in it in the same order.
      const letters = (text: string) => text.replace(/[^a-z]/g, '');
      const said = doc.blocks.filter((each) => each.kind === 'paragraph' || each.kind === 'heading');
      let from = 0;
      for (const block of said) {
        const piece = letters(legal(block.kind === 'heading' ? block.text : block.runs.map((each) => legal(each.text)).join('')));
        const at = letters(html).indexOf(piece, from);
        assert.notEqual(at, -1);
        from = at + piece.length;
      }
      assert.doesNotMatch(renderHtml(doc), /<script|href="javascript:|style=/i);
    }),
    { numRuns: 60 },
  );
});

test('the files pass the check that uploads go through', async () => {
  assert.deepEqual(await inspectUpload(renderDocx(SAMPLE), 'a.docx').then((each) => each.kind), 'docx');
  assert.deepEqual(await inspectUpload(renderOdt(SAMPLE), 'a.odt').then((each) => each.kind), 'odt');
});

test('the same document is the same bytes, at any time and in any zone', (t) => {
  const zone = process.env['TZ'];
  t.after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const hashes = ['Europe/London', 'Asia/Tokyo', 'America/Los_Angeles'].map((each) => {
    process.env['TZ'] = each;
    return `${hash(renderDocx(SAMPLE))} ${hash(renderOdt(SAMPLE))}`;
  });
  assert.equal(new Set(hashes).size, 1);
  const other = document(SAMPLE.title, SAMPLE.meta, [...SAMPLE.blocks, paragraph('One more word')]);
  assert.notEqual(hash(renderDocx(other)), hash(renderDocx(SAMPLE)));
});

test('the Word file has real headings, heads of tables, alternative text, language, title, numbers and page numbers', () => {
  const parts = partsOf(renderDocx(SAMPLE));
  const body = parts.get('word/document.xml') ?? '';
  for (const each of ['Title', 'Heading1', 'Heading2', 'Heading3']) {
    assert.match(body, new RegExp(`<w:pStyle w:val="${each}"/>`));
    assert.match(parts.get('word/styles.xml') ?? '', new RegExp(`w:styleId="${each}"`));
  }
  assert.equal(body.match(/<w:tblHeader\/>/g)?.length, 1);
  assert.match(body, /<w:tblCaption w:val="Who was told"\/><w:tblDescription w:val="Who was told, and when"\/>/);
  assert.match(body, /w:firstRow="0" w:lastRow="0" w:firstColumn="1"/);
  assert.match(parts.get('word/styles.xml') ?? '', /<w:lang w:val="en-GB"/);
  assert.match(parts.get('word/styles.xml') ?? '', /w:ascii="Arial".*<w:sz w:val="24"\/>/s);
  assert.match(parts.get('docProps/core.xml') ?? '', /<dc:title>Response to an inspection of Northshire Constabulary<\/dc:title>/);
  assert.match(parts.get('word/footer1.xml') ?? '', /w:instr=" PAGE ".*OFFICIAL/s);
  assert.match(parts.get('word/header1.xml') ?? '', /OFFICIAL/);
  const starts = [...(parts.get('word/numbering.xml') ?? '').matchAll(/startOverride w:val="(\d+)"/g)].map((each) => each[1]);
  assert.deepEqual(starts, ['1', '5', '3'], 'a list that jumps starts again where it jumps to');
  const targets = [...(parts.get('word/_rels/document.xml.rels') ?? '').matchAll(/Target="([^"]*)" TargetMode="External"/g)].map((each) => each[1]);
  assert.deepEqual(targets, ['https://example.org/report?a=1&amp;b=2']);
  for (const name of parts.keys()) {
    if (name.endsWith('.xml') && name !== '[Content_Types].xml') assert.ok(parts.get('[Content_Types].xml')?.includes(`PartName="/${name}"`), name);
  }
});

test('the OpenDocument file has its mimetype first and stored, a whole manifest, outline levels, heads of tables, language and title', () => {
  const file = renderOdt(SAMPLE);
  const mimetype = 'application/vnd.oasis.opendocument.text';
  assert.equal(file.subarray(30, 38).toString(), 'mimetype');
  assert.equal(file.readUInt16LE(8), 0, 'stored');
  assert.equal(file.readUInt16LE(28), 0, 'no extra field, so that the type stands at byte 38');
  assert.equal(file.subarray(38, 38 + mimetype.length).toString(), mimetype);
  const parts = partsOf(file);
  const content = parts.get('content.xml') ?? '';
  for (const name of parts.keys())
    if (!/^(?:mimetype|META-INF)/.test(name)) assert.ok(parts.get('META-INF/manifest.xml')?.includes(`full-path="${name}"`), name);
  for (const level of [1, 2, 3]) assert.match(content, new RegExp(`<text:h text:style-name="Heading_20_${level}" text:outline-level="${level}">`));
  assert.match(content, /<table:table-header-rows><table:table-row [^>]*>.*Who.*<\/table:table-header-rows>/s);
  assert.match(content, /<table:table-header-columns>/);
  assert.match(content, /<table:title>Who was told<\/table:title><table:desc>Who was told, and when<\/table:desc>/);
  assert.match(content, /text:start-value="5"/);
  assert.match(parts.get('styles.xml') ?? '', /fo:language="en" fo:country="GB"/);
  assert.match(parts.get('styles.xml') ?? '', /<style:footer>.*text:page-number.*OFFICIAL.*<\/style:footer>/s);
  assert.match(parts.get('meta.xml') ?? '', /<dc:title>Response to an inspection.*<dc:language>en-GB/s);
});

test('the page keeps numbers, scopes its heads, says done and not done, and tells that a cell is empty', () => {
  const html = renderHtml(SAMPLE);
  assert.match(html, /^<article lang="en-GB">/);
  assert.match(html, /<h1 class="govuk-heading-xl">Response to/);
  assert.match(html, /<h2 class="govuk-heading-l">Key findings<\/h2>/);
  assert.match(html, /<li value="5">Five<\/li>/);
  assert.match(html, /<th scope="col" class="govuk-table__header">Who<\/th>/);
  assert.match(html, /<th scope="row" class="govuk-table__header">Grade<\/th><td class="govuk-table__cell">Not given<\/td>/);
  assert.match(html, /Done<\/strong> Sent to the panel \(14 January 2025\)/);
  assert.match(html, /Not done<\/strong> Published/);
  assert.match(html, /<a class="govuk-link" href="https:\/\/example.org\/report\?a=1&amp;b=2">the report<\/a>/);
  assert.match(renderHtml(SAMPLE, { titleLevel: 2 }), /<h2 class="govuk-heading-xl">.*<h3 class="govuk-heading-l">Key findings/s);
});

test('a document is frozen all the way down', () => {
  assert.ok(Object.isFrozen(SAMPLE.blocks[1]) && SAMPLE.blocks[1]?.kind === 'details' && Object.isFrozen(SAMPLE.blocks[1].rows[2]?.value[0]));
});
