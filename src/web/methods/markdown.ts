/** The registry's Markdown as GOV.UK HTML. HTML within it is shown as text, never passed on. */
import MarkdownIt from 'markdown-it';

const CLASSES: Readonly<Record<string, string>> = {
  paragraph_open: 'govuk-body hw-measure',
  bullet_list_open: 'govuk-list govuk-list--bullet hw-measure',
  ordered_list_open: 'govuk-list govuk-list--number hw-measure',
  link_open: 'govuk-link',
  table_open: 'govuk-table',
  thead_open: 'govuk-table__head',
  tbody_open: 'govuk-table__body',
  tr_open: 'govuk-table__row',
  th_open: 'govuk-table__header',
  td_open: 'govuk-table__cell',
};

const reader = new MarkdownIt({ html: false, linkify: false, typographer: false });
for (const [rule, name] of Object.entries(CLASSES)) {
  reader.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    tokens[index]?.attrJoin('class', name);
    return self.renderToken(tokens, index, options);
  };
}
const preformatted = (text: string): string => `<pre class="hw-pre" tabindex="0"><code>${reader.utils.escapeHtml(text)}</code></pre>`;
reader.renderer.rules['fence'] = (tokens, index) => preformatted(tokens[index]?.content ?? '');
reader.renderer.rules['code_block'] = (tokens, index) => preformatted(tokens[index]?.content ?? '');
reader.renderer.rules['code_inline'] = (tokens, index) => `<code class="hw-code">${reader.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;

export const markdown = (text: string): string => reader.render(text);
/** Without a paragraph around it. */
export const inlineMarkdown = (text: string): string => reader.renderInline(text);
