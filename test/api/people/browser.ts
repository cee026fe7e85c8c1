/** As much of a browser as signing in needs: it keeps cookies for each server and follows where it is sent. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();
  readonly #headers: Readonly<Record<string, string>>;

  /** `headers` are sent with each request. */
  constructor(headers: Readonly<Record<string, string>> = {}) {
    this.#headers = headers;
  }

  cookie(url: string, name: string): string | undefined {
    return this.#jarOf(url).get(name);
  }

  /** One request, not followed. */
  async open(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const jar = this.#jarOf(url);
    const response = await fetch(url, {
      redirect: "manual",
      headers: { ...this.#headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Goes on from a redirect until something else is answered, or until an address that begins with `until`. */
  async follow(
    response: Response,
    until = "never",
  ): Promise<{ readonly url: string; readonly response: Response }> {
    let url = response.url;
    let current = response;
    for (let hops = 0; hops < 20; hops++) {
      const location = current.headers.get("location");
      if (location === null) break;
      url = new URL(location, url).href;
      if (url.startsWith(until)) break;
      current = await this.open(url);
    }
    return { url, response: current };
  }

  #jarOf(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }
}
