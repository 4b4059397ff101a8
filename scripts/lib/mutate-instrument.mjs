// Finds the places where a source file can be changed for the worse, and writes the file anew with every such mutant in it, asleep: `mutant(17) ? changed :
// as it was`. One build of the file then serves every mutant, woken by number.
import ts from 'typescript';

const K = ts.SyntaxKind;

/** Operators, and what each is changed to. */
const SWAPS = new Map([
  [K.PlusToken, ['-']],
  [K.MinusToken, ['+']],
  [K.AsteriskToken, ['/']],
  [K.SlashToken, ['*']],
  [K.AsteriskAsteriskToken, ['*']],
  [K.PercentToken, ['*']],
  [K.LessThanToken, ['<=', '>=']],
  [K.LessThanEqualsToken, ['<', '>']],
  [K.GreaterThanToken, ['>=', '<=']],
  [K.GreaterThanEqualsToken, ['>', '<']],
  [K.EqualsEqualsEqualsToken, ['!==']],
  [K.ExclamationEqualsEqualsToken, ['===']],
  [K.AmpersandAmpersandToken, ['||']],
  [K.BarBarToken, ['&&']],
  [K.QuestionQuestionToken, ['&&']],
  [K.AmpersandToken, ['|']],
  [K.BarToken, ['&']],
  [K.CaretToken, ['&']],
  [K.GreaterThanGreaterThanToken, ['<<']],
  [K.LessThanLessThanToken, ['>>']],
]);

const ASSIGNMENTS = new Map([
  [K.PlusEqualsToken, '-='],
  [K.MinusEqualsToken, '+='],
  [K.AsteriskEqualsToken, '/='],
  [K.SlashEqualsToken, '*='],
]);

const CALLS = new Map([
  ['Math.min', 'Math.max'],
  ['Math.max', 'Math.min'],
  ['Math.floor', 'Math.ceil'],
  ['Math.ceil', 'Math.floor'],
  ['Math.log1p', 'Math.log'],
  ['Math.log', 'Math.log1p'],
  ['Math.expm1', 'Math.exp'],
  ['Math.exp', 'Math.expm1'],
]);

/**
 * @param {string} file name told in reports
 * @param {string} text TypeScript source
 * @param {number} first number of its first mutant
 * @returns {{ text: string, mutants: { id: number, file: string, line: number, column: number, from: string, to: string, source: string }[] }}
 */
export function instrument(file, text, first) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const lines = text.split('\n');
  const mutants = [];

  /** The source of a node with the mutants below it; `own` adds those of the node itself. */
  const write = (node) => {
    const changes = expressionChanges(node);
    const inside = children(node);
    if (changes.length === 0) return inside;
    const asleep = changes.map(({ to, shown, at }) => `mutant(${add(at ?? node, to, shown)}) ? (${to}) : `).join('');
    return `(${asleep}(${inside}))`;
  };

  const children = (node) => {
    let out = '';
    let from = node.getStart(source);
    node.forEachChild((child) => {
      if (skipped(child, node)) return;
      out += text.slice(from, child.getStart(source)) + write(child);
      from = child.getEnd();
    });
    return out + text.slice(from, node.getEnd());
  };

  const add = (node, to, shown) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const id = first + mutants.length;
    const [from, changed] = shown ?? [node.getText(source), to];
    mutants.push({ id, file, line: line + 1, column: character + 1, from: short(from), to: short(changed), source: lines[line].trim() });
    return id;
  };

  const of = (node) => node.getText(source);

  const expressionChanges = (node) => {
    if (ts.isBinaryExpression(node)) return binary(node);
    if (ts.isNumericLiteral(node)) {
      const value = Number(node.text);
      return [value + 1, value - 1].map((changed) => ({ to: String(changed) }));
    }
    if (node.kind === K.TrueKeyword || node.kind === K.FalseKeyword) return [{ to: node.kind === K.TrueKeyword ? 'false' : 'true' }];
    if (ts.isPrefixUnaryExpression(node) && node.operator === K.MinusToken) return [{ to: of(node.operand) }];
    if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken) return [{ to: of(node.operand) }];
    if (ts.isCallExpression(node)) {
      const swapped = CALLS.get(of(node.expression));
      return swapped === undefined ? [] : [{ to: swapped + text.slice(node.expression.getEnd(), node.getEnd()), shown: [of(node.expression), swapped] }];
    }
    if (ts.isPropertyAccessExpression(node) && of(node) === 'Number.POSITIVE_INFINITY') return [{ to: 'Number.NEGATIVE_INFINITY' }];
    // A condition that is not itself a comparison is turned round as a whole.
    if (isCondition(node) && (ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))) return [{ to: `!(${of(node)})` }];
    return [];
  };

  const binary = (node) => {
    const { left, right, operatorToken } = node;
    const assigned = ASSIGNMENTS.get(operatorToken.kind);
    const operator = of(operatorToken);
    if (assigned !== undefined) {
      if (isText(right)) return [];
      return [{ to: `${of(left)} ${assigned} ${of(right)}`, shown: [`${of(left)} ${operator}`, `${of(left)} ${assigned}`] }];
    }
    const swaps = SWAPS.get(operatorToken.kind) ?? [];
    if (operatorToken.kind === K.PlusToken && (isText(left) || isText(right))) return [];
    return swaps.map((swap) => ({
      to: changedText(left, swap, right),
      shown: [of(node), `${of(left)} ${swap} ${of(right)}`],
    }));
  };

  // Mixing ?? or ** with others needs brackets.
  const changedText = (left, swap, right) => `(${of(left)}) ${swap} (${of(right)})`;

  const isText = (node) =>
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right)));

  return { text: children0(), mutants };

  function children0() {
    let out = '';
    let from = 0;
    source.forEachChild((child) => {
      out +=
        text.slice(from, child.getStart(source)) +
        (ts.isImportDeclaration(child) || isDeclarationOnly(child) ? text.slice(child.getStart(source), child.getEnd()) : write(child));
      from = child.getEnd();
    });
    return out + text.slice(from);
  }
}

const short = (text) => {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length <= 90 ? flat : `${flat.slice(0, 87)}...`;
};

const isDeclarationOnly = (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isExportDeclaration(node);

/** Types, names and the like hold nothing to be changed; nor do the words of an error. */
function skipped(node, parent) {
  if (ts.isTypeNode(node) || isDeclarationOnly(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isTypeParameterDeclaration(node)) return true;
  // Text inside a template is told to people, and `throw new MethodError(...)` is words.
  if (ts.isTemplateExpression(node)) return true;
  if (ts.isNewExpression(node) && node.expression.getText().endsWith('Error')) return true;
  if (ts.isPropertyAssignment(parent) && node === parent.name) return true;
  if (ts.isAsExpression(parent) && node === parent.type) return true;
  return ts.isEnumDeclaration(node);
}

/** Whether a node is the condition of something. */
function isCondition(node) {
  const { parent } = node;
  if (parent === undefined) return false;
  return (
    (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isConditionalExpression(parent)) && (parent.expression === node || parent.condition === node)
  );
}
