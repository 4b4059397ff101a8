import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { HeadwaterError } from '../errors.ts';
import { inspectUpload } from './inspect.ts';
import { changed, DOCX, ODT, pdf, stream, withBody, withContent, withRelation, withType, zip } from './upload/fixtures.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const WORD_MAIN = `${OOXML}.wordprocessingml.document.main+xml`;

async function refused(bytes: Buffer, code: string, name = 'minutes.docx'): Promise<HeadwaterError> {
  const error = await inspectUpload(bytes, name).then(
    (upload) => assert.fail(`let in as ${upload.kind}; expected ${code}`),
    (each: unknown) => each,
  );
  assert.ok(error instanceof HeadwaterError, String(error));
  assert.equal(error.code, code, error.detail);
  assert.ok(error.advice !== undefined && error.advice.length > 0, 'says what to do');
  return error;
}

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(17), Buffer.from('0000000049454e44ae426082', 'hex')]);
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(20), Buffer.from('ffd9', 'hex')]);
const PLAIN_PDF = pdf('<< /Type /Catalog /Pages 2 0 R >>', stream('/Filter /FlateDecode', deflateSync(Buffer.from('BT (Words) Tj ET'))));

test('each kind is known by its content, whatever it is called', async () => {
  const xlsx = changed(DOCX, { '[Content_Types].xml': (part) => part.replace(WORD_MAIN, `${OOXML}.spreadsheetml.sheet.main+xml`) });
  const ods = changed(ODT, { mimetype: 'application/vnd.oasis.opendocument.spreadsheet' });
  const cases: [Buffer, string, string, string][] = [
    [DOCX, 'minutes.docx', 'docx', 'minutes.docx'],
    [DOCX, 'minutes.txt', 'docx', 'minutes.docx'],
    [ODT, 'minutes.odt', 'odt', 'minutes.odt'],
    [xlsx, 'sums.xlsx', 'xlsx', 'sums.xlsx'],
    [ods, 'sums.ods', 'ods', 'sums.ods'],
    [PLAIN_PDF, 'report.pdf', 'pdf', 'report.pdf'],
    [PNG, 'map', 'png', 'map.png'],
    [JPEG, 'photo.JPEG', 'jpeg', 'photo.jpg'],
    [Buffer.from('Plain words, £5.'), 'a.text', 'text', 'a.txt'],
    [Buffer.from('Plain words, £5.', 'latin1'), 'a.txt', 'text', 'a.txt'],
    [Buffer.from('\uFEFFUnicode', 'utf16le'), 'a.txt', 'text', 'a.txt'],
    [Buffer.from('a,b\n1,2\n'), 'a.csv', 'csv', 'a.csv'],
  ];
  for (const [bytes, name, kind, clean] of cases) {
    const upload = await inspectUpload(bytes, name);
    assert.deepEqual([upload.kind, upload.name], [kind, clean]);
    assert.match(upload.mediaType, /^[a-z]+\/[a-z.-]+(; charset=utf-8)?$/);
  }
});

test('nothing, and too much, are told as such', async () => {
  await refused(Buffer.alloc(0), 'upload-empty');
  const error = await inspectUpload(Buffer.alloc(11, 'a'), 'a.txt', { bytes: 10 }).catch((each: unknown) => each);
  assert.ok(error instanceof HeadwaterError && error.code === 'upload-too-large');
  assert.equal((await inspectUpload(Buffer.alloc(10, 'a'), 'a.txt', { bytes: 10 })).kind, 'text');
  await refused(Buffer.alloc(21 * 2 ** 20, 'a'), 'upload-too-large');
});

test('macros are refused in every form', async () => {
  const enabled = changed(DOCX, { '[Content_Types].xml': (part) => part.replace(WORD_MAIN, 'application/vnd.ms-word.document.macroEnabled.main+xml') });
  const error = await refused(enabled, 'upload-macros', 'a .docm renamed to.docx');
  assert.match(error.message, /macros/);
  await refused(changed(DOCX, { 'word/vbaProject.bin': 'x' }), 'upload-macros');
  await refused(changed(DOCX, { 'word/VBAPROJECT.BIN': 'x' }), 'upload-macros');
  await refused(changed(DOCX, withType('<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>')), 'upload-macros');
  await refused(changed(DOCX, { ...withRelation('x/../../microsoft/vbaProject', 'harmless.dat') }), 'upload-macros');
  await refused(changed(DOCX, { 'xl/macrosheets/sheet1.xml': '<a/>' }), 'upload-macros');
  await refused(changed(ODT, { 'Basic/Standard/Module1.xml': '<a/>' }), 'upload-macros');
  await refused(changed(ODT, { 'Scripts/python/a.py': 'x' }), 'upload-macros');
  await refused(
    changed(
      ODT,
      withContent('<office:event-listeners xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"><script:event-listener/></office:event-listeners>'),
    ),
    'upload-macros',
  );
  await refused(changed(ODT, withContent('<text:p><text:script>x</text:script></text:p>')), 'upload-macros');
});

test('embedded files and controls are refused', async () => {
  await refused(changed(DOCX, { 'word/embeddings/oleObject1.bin': 'x' }), 'upload-embedded');
  await refused(changed(DOCX, { 'word/activeX/activeX1.xml': '<a/>' }), 'upload-embedded');
  await refused(changed(DOCX, withRelation('oleObject', 'media/a.dat')), 'upload-embedded');
  await refused(changed(DOCX, withRelation('aFChunk', 'a.html')), 'upload-embedded');
  await refused(changed(DOCX, withType('<Default Extension="dat" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>')), 'upload-embedded');
  await refused(changed(ODT, withContent('<draw:frame xmlns:draw="urn:x"><draw:object-ole/></draw:frame>')), 'upload-embedded');
  await refused(changed(ODT, withContent('<draw:frame xmlns:draw="urn:x"><draw:floating-frame/></draw:frame>')), 'upload-embedded');
  await refused(changed(ODT, { 'Object 1/inner.xlsx': 'x' }), 'upload-embedded');
});

test('what is fetched on opening is refused; what waits for a click is not', async () => {
  const external = ' TargetMode="External"';
  await refused(changed(DOCX, withRelation('attachedTemplate', 'https://example.org/a.dotm', external)), 'upload-external');
  await refused(changed(DOCX, withRelation('attachedTemplate', 'file:///\\\\server\\a.dotx', external)), 'upload-external');
  await refused(changed(DOCX, withRelation('image', 'https://example.org/a.png', ' TargetMode="external"')), 'upload-external');
  assert.equal((await inspectUpload(changed(DOCX, withRelation('hyperlink', 'https://example.org', external)), 'a.docx')).kind, 'docx');
  const split =
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>';
  await refused(changed(DOCX, withBody(split)), 'upload-external');
  await refused(changed(DOCX, withBody('<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;https://example.org&quot; "/></w:p>')), 'upload-external');
  assert.equal(
    (await inspectUpload(changed(DOCX, withBody('<w:p><w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/link me&quot; "/></w:p>')), 'a.docx')).kind,
    'docx',
  );
  await refused(
    changed(ODT, withContent('<text:section text:name="a"><text:section-source xlink:href="https://example.org/a.odt"/></text:section>')),
    'upload-external',
  );
  await refused(changed(ODT, withContent('<draw:image xmlns:draw="urn:x" xlink:href="../other.odt/a.png"/>')), 'upload-external');
  assert.equal((await inspectUpload(changed(ODT, withContent('<text:p><text:a xlink:href="https://example.org">a</text:a></text:p>')), 'a.odt')).kind, 'odt');
  const template = (href: string) =>
    changed(ODT, { 'meta.xml': (part) => part.replace('</office:meta>', `<meta:template xlink:href="${href}"/></office:meta>`) });
  await refused(template('https://example.org/a.ott'), 'upload-external');
  await refused(template('\\\\server\\a.ott'), 'upload-external');
  assert.equal((await inspectUpload(template('../../../Templates/letter.ott'), 'a.odt')).kind, 'odt');
});

test('passwords are told from damage', async () => {
  const locked = Buffer.from(DOCX);
  for (let at = locked.indexOf('PK\u0001\u0002'); at !== -1; at = locked.indexOf('PK\u0001\u0002', at + 4))
    locked.writeUInt16LE(locked.readUInt16LE(at + 8) | 1, at + 8);
  await refused(locked, 'upload-encrypted');
  const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(64)]);
  await refused(container, 'upload-encrypted');
  await refused(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'upload-kind', 'old.doc');
  const manifest = (part: string) =>
    part.replace('</manifest:manifest>', '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>');
  await refused(changed(ODT, { 'META-INF/manifest.xml': manifest }), 'upload-encrypted');
  await refused(pdf('<< /Type /Catalog >>', '<< /Encrypt 3 0 R >>'), 'upload-encrypted', 'a.pdf');
});

test('bombs are refused before they unpack, and headers that lie are found out', async () => {
  const big = new Uint8Array(44 * 2 ** 20);
  await refused(zip({ '[Content_Types].xml': '<Types/>', 'word/media/a.bin2': big }), 'upload-unpacked');
  await refused(zip({ a: big, b: big, c: big }), 'upload-unpacked');
  await refused(zip(Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`p${index}`, 'x']))), 'upload-unpacked');
  const lying = Buffer.from(zip({ '[Content_Types].xml': '<Types/>', 'a.xml': new Uint8Array(3 * 2 ** 20) }));
  const second = lying.indexOf('PK\u0001\u0002', lying.indexOf('PK\u0001\u0002') + 4);
  lying.writeUInt32LE(10, second + 24);
  await refused(lying, 'upload-damaged');
});

test('a document type, damage and double meanings are refused', async () => {
  await refused(
    changed(DOCX, { 'word/document.xml': (part) => part.replace('<w:document', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document') }),
    'document-xml',
  );
  await refused(changed(DOCX, { 'word/document.xml': (part) => part.slice(0, -20) }), 'document-xml');
  await refused(DOCX.subarray(0, DOCX.length - 40), 'upload-damaged');
  await refused(changed(DOCX, { mimetype: 'application/vnd.oasis.opendocument.text' }), 'upload-damaged');
  await refused(changed(DOCX, { 'word/Document.xml': '<a/>' }), 'upload-damaged');
  await refused(zip({ 'a.txt': 'x' }), 'upload-kind', 'a.zip');
  await refused(changed(ODT, { mimetype: 'application/vnd.oasis.opendocument.text-template' }), 'upload-kind');
  const template = `${OOXML}.wordprocessingml.template.main+xml`;
  await refused(changed(DOCX, { '[Content_Types].xml': (part) => part.replace(WORD_MAIN, template) }), 'upload-kind');
});

test('a PDF that can act, send or carry is refused, however it writes so', async () => {
  for (const action of [
    '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>',
    '/OpenAction << /S /J#61vaScript >>',
    '/AA << /O << /S /Launch /F (cmd.exe) >> >>',
    '/A << /S /SubmitForm >>',
    '/AcroForm << /XFA 5 0 R >>',
  ]) {
    await refused(pdf(`<< /Type /Catalog ${action} >>`), 'upload-active', 'a.pdf');
  }
  for (const carried of ['/Names << /EmbeddedFiles 4 0 R >>', '/EF << /F 4 0 R >>', '/Type /#45mbeddedFile', '/Subtype /RichMedia']) {
    await refused(pdf(`<< /Type /Catalog ${carried} >>`), 'upload-embedded', 'a.pdf');
  }
  const hidden = Buffer.from('5 0 << /S /JavaScript /JS (x) >>');
  await refused(pdf(stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', deflateSync(hidden))), 'upload-active', 'a.pdf');
  await refused(pdf(stream('/Filter [/FlateDecode]', deflateSync(hidden))), 'upload-active', 'a.pdf');
  await refused(pdf(stream('/Type /ObjStm /Filter /ASCIIHexDecode', Buffer.from(hidden.toString('hex')))), 'upload-unreadable', 'a.pdf');
  await refused(pdf(stream('/Type /ObjStm /Filter /FlateDecode', deflateSync(hidden.subarray(0, 4)).subarray(0, 6))), 'upload-unreadable', 'a.pdf');
  await refused(
    pdf(...Array.from({ length: 18 }, () => stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(15 * 2 ** 20))))),
    'upload-unreadable',
    'a.pdf',
  );
  await refused(Buffer.from('%PDF-1.7\n1 0 obj'), 'upload-damaged', 'a.pdf');
  const words = pdf('<< /Title (How to launch a form) /S /GoTo >>', stream('/Type /ObjStm /Filter /FlateDecode', deflateSync(Buffer.from('5 0 << /A 1 >>'))));
  assert.equal((await inspectUpload(words, 'a.pdf')).kind, 'pdf');
});

test('programs and web pages are refused under any name', async () => {
  for (const head of ['MZ\u0090\0', '\u007fELF', '#!/bin/sh\nrm']) await refused(Buffer.from(head, 'latin1'), 'upload-program', 'minutes.txt');
  for (const page of ['<!DOCTYPE html><p>', ' \n<HTML>', '<svg xmlns="x">', 'words <script>alert(1)</script>', '<?xml version="1.0"?><svg/>', '<!-- --><a>']) {
    await refused(Buffer.from(page), 'upload-markup', 'minutes.txt');
    await refused(Buffer.from(`\uFEFF${page}`), 'upload-markup', 'minutes.csv');
  }
  await refused(Buffer.from('{\\rtf1 words}'), 'upload-kind', 'minutes.rtf');
  await refused(Buffer.from([0x47, 0x49, 0x46, 0x38, 0, 1, 2]), 'upload-kind', 'a.gif');
  await refused(Buffer.concat([PNG, Buffer.from('<script>')]), 'upload-damaged', 'a.png');
  assert.equal((await inspectUpload(Buffer.from('if a < b then\n5 > 4'), 'a.txt')).kind, 'text');
});

test('whatever the bytes, the answer is a kind or a refusal with advice', async () => {
  const any = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.constantFrom(DOCX, ODT, PLAIN_PDF, PNG), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }))
      .map(([file, flips]) => {
        const broken = Buffer.from(file);
        for (const [at, byte] of flips) broken[at % broken.length] = byte;
        return broken;
      }),
  );
  await fc.assert(
    fc.asyncProperty(any, async (bytes) => {
      const answer = await inspectUpload(bytes, 'a').catch((error: unknown) => error);
      assert.ok(!(answer instanceof Error) || (answer instanceof HeadwaterError && answer.advice !== undefined && answer.kind !== 'fault'), String(answer));
    }),
    { numRuns: 300 },
  );
});
