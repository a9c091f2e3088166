/** Our own rules for the linter (.oxlintrc.json names them as house/…). */
import { relative, sep } from 'node:path';
import { problemOf } from './import-rules.mjs';

/**
 * The little of the linter's plugin interface that is used here (it is ESLint's).
 *
 * @typedef {{ type: string, value?: unknown }} Node
 * @typedef {{ cwd: string, filename: string, report: (problem: { node: unknown, message: string }) => void }} Context
 */

const imports = {
  /** @param {Context} context */
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    /** @param {{ source?: Node | null }} node */
    const check = ({ source }) => {
      if (typeof source?.value !== 'string') return;
      const message = problemOf(file, source.value);
      if (message !== undefined) context.report({ node: source, message });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check, TSImportType: check };
  },
};

/** Text of others (an SSID, a portal's answer) reaches the page as text nodes only. */
const markupSinks = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'srcdoc', 'srcDoc']);
const noMarkupFromText = {
  /** @param {Context} context */
  create(context) {
    /** @param {unknown} name @param {unknown} node */
    const check = (name, node) => {
      if (typeof name === 'string' && markupSinks.has(name)) {
        context.report({ node, message: `${name} turns text into markup: text reaches the page as text nodes only.` });
      }
    };
    return {
      /** @param {{ property: { name?: string, value?: unknown } }} node */
      MemberExpression: (node) => check(node.property.name ?? node.property.value, node),
      /** @param {{ name: { name?: unknown } }} node */
      JSXAttribute: (node) => check(node.name.name, node),
      /** @param {{ key: { name?: string, value?: unknown } }} node */
      Property: (node) => check(node.key.name ?? node.key.value, node),
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: { imports, 'no-markup-from-text': noMarkupFromText },
};
