// @vitest-environment node
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/** Every word that a person reads comes from the catalogues in app/text. Read from the syntax tree, so that code that no other test draws counts too. */

/** Whose value is read or spoken: attributes of elements, and properties of what menus, dialogs and notifications are made of. */
const attributes = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label', 'textValue', 'why']);
const properties = new Set(['title', 'label', 'sublabel', 'toolTip', 'message', 'detail', 'body', 'buttons', 'buttonLabel', 'checkboxLabel', 'placeholder']);
/** The program's own name is the same in every language. */
const isText = (text: string): boolean => /\p{L}/u.test(text) && text !== 'Handover';

interface Node { readonly type: string; readonly start: number; readonly [field: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
const children = (node: Node): Node[] => Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isNode);

/** What an expression can come to as a text, as far as it stands there: through choices, joins and lists, not into calls. */
function literals(node: Node): string[] {
  const of = (...fields: string[]) => fields.flatMap((field) => [node[field]].flat().filter(isNode)).flatMap(literals);
  switch (node.type) {
    case 'Literal': return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'JSXText': return [String(node['value'])];
    case 'TemplateLiteral': return [...(node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked), ...of('expressions')];
    case 'ConditionalExpression': return of('consequent', 'alternate');
    case 'LogicalExpression': case 'BinaryExpression': return node['operator'] === '+' || node.type === 'LogicalExpression' ? of('left', 'right') : [];
    case 'JSXExpressionContainer': case 'ParenthesizedExpression': case 'TSAsExpression': case 'TSSatisfiesExpression': case 'TSNonNullExpression': return of('expression');
    case 'ArrayExpression': return of('elements');
    default: return [];
  }
}

/** Texts that stand in the code where a person would read them, with their lines. */
function hardCoded(file: string, source: string): string[] {
  const found: string[] = [];
  const tell = (node: Node): void => {
    for (const text of literals(node)) if (isText(text)) found.push(`${file}:${source.slice(0, node.start).split('\n').length} ${text.trim()}`);
  };
  const walk = (node: Node): void => {
    const [name, known] = node.type === 'JSXAttribute' ? [node['name'], attributes] : node.type === 'Property' ? [node['key'], properties] : [null, null];
    if (isNode(name) && known?.has(String(name['name'] ?? name['value'])) && isNode(node['value'])) tell(node['value']);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') for (const child of node['children'] as Node[]) tell(child);
    children(node).forEach(walk);
  };
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  walk(program as unknown as Node);
  return found;
}

const root = join(import.meta.dirname, '..');
const sources = async (folder: string): Promise<string[]> => (await readdir(join(root, folder), { recursive: true }))
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^fixtures\/|^preview\//.test(name)).map((name) => join(folder, name));

describe('no text stands in the code', () => {
  it.each(['renderer', 'main'])('of %s', async (folder) => {
    const files = await sources(folder);
    expect(files.length).toBeGreaterThan(10);
    const found = await Promise.all(files.map(async (file) => hardCoded(file, await readFile(join(root, file), 'utf8'))));
    expect(found.flat()).toEqual([]);
  });

  it('which this would find between elements, in what is spoken, and in choices and joins', () => {
    const source = ['<p title="One">', 'Two {ready ? `Three ${count}` : texts.t("known")}', '<Button aria-label={"Four" + name} className="plain words" />', '</p>;', 'dialog({ message: "Five", buttons: ["Six"] });', '<>{count} · {measured && "Seven"}</>;'];
    expect(hardCoded('a.tsx', source.join('\n'))).toEqual(['a.tsx:1 Two', 'a.tsx:2 Three', 'a.tsx:1 One', 'a.tsx:3 Four', 'a.tsx:5 Five', 'a.tsx:5 Six', 'a.tsx:6 Seven']);
  });
});
