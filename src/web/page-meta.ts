interface DocumentWithMeta {
  querySelector(selector: string): { getAttribute(name: string): string | null } | null;
}

/** What the server wrote into a `meta` element of the page, or "" if it wrote nothing. */
export function readPageMeta(name: "base-path" | "page-build"): string {
  // Tests read files of the page without a document.
  const { document } = globalThis as { readonly document?: DocumentWithMeta };
  return document?.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
}
