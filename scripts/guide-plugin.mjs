// The guide in the page: docs/partner-hub.md, made into HTML when the page is built.
import { readFileSync } from "node:fs";
import { Marked } from "marked";

const GUIDE = "virtual:guide";

/** `virtual:guide` is the guide as {@link toGuide} makes it. */
export function guide(file) {
  return {
    name: "sluice-guide",
    resolveId: (id) => (id === GUIDE ? `\0${GUIDE}` : null),
    load(id) {
      if (id !== `\0${GUIDE}`) return null;
      this.addWatchFile(file);
      return `export default ${JSON.stringify(toGuide(readFileSync(file, "utf8")))}`;
    },
  };
}

/**
 * A guide in Markdown as HTML, with its headings below the title: their text, anchor and depth (2 or 3). Without the
 * title, which the page has, without pictures and HTML, and with the names of other documents in place of links to them.
 */
export function toGuide(markdown) {
  const headings = [];
  const marked = new Marked({
    renderer: {
      heading({ tokens, text, depth }) {
        if (depth === 1) return "";
        const anchor = toAnchor(text);
        headings.push({ text, anchor, depth });
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      image: () => "",
      html: () => "",
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        return href.startsWith("#") ? `<a href="${href}">${text}</a>` : text;
      },
      paragraph({ tokens }) {
        return tokens.every(({ type }) => type === "image")
          ? ""
          : `<p>${this.parser.parseInline(tokens)}</p>\n`;
      },
    },
  });
  return { html: marked.parse(markdown, { async: false }), headings };
}

/** The anchor of a heading, as GitHub makes it. */
export function toAnchor(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, "")
    .replaceAll(" ", "-");
}
