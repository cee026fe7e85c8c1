import type { Visitor } from "../../../src/api/demo/visitor.ts";

/** All pages of a list, with some items on each. */
export async function pages<One>(visitor: Visitor, path: string): Promise<readonly One[]> {
  const items: One[] = [];
  let next: string | undefined = `${path}${path.includes("?") ? "&" : "?"}max=23`;
  while (next !== undefined) {
    const answer: Response = await fetch(`${visitor.url}${next}`, {
      headers: { authorization: `Bearer ${visitor.token}` },
    });
    const body = (await answer.json()) as { items: One[] };
    items.push(...body.items);
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  return items;
}
