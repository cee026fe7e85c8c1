import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/**
 * A real OpenID provider on a free port of this machine; `people` are whom it knows, each with what it claims. What
 * `inIdToken` holds is claimed in the ID token instead.
 */
export interface TestProvider {
  readonly issuer: string;
  readonly people: Map<string, Record<string, unknown>>;
  /** From which addresses people may come; to be set before anybody signs in. */
  allow(redirectUri: string): void;
  close(): Promise<void>;
}

export const CLIENT = { clientId: "sluice", clientSecret: "secret-of-the-client" };

export async function startProvider({
  claimsIn,
}: {
  claimsIn: "id_token" | "userinfo";
}): Promise<TestProvider> {
  const people: TestProvider["people"] = new Map();
  const redirectUris: string[] = [];
  let handle: ReturnType<Provider["callback"]> | undefined;
  const server = createServer((request, response) => void handle?.(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const allow = (redirectUri: string) => {
    redirectUris.push(redirectUri);
    handle = makeProvider(issuer, redirectUris, claimsIn, people).callback();
  };
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { issuer, people, allow, close };
}

function makeProvider(
  issuer: string,
  redirectUris: string[],
  claimsIn: "id_token" | "userinfo",
  people: TestProvider["people"],
): Provider {
  const { clientId: client_id, clientSecret: client_secret } = CLIENT;
  const roles = [
    "groups",
    "_claim_names",
    "hasgroups",
    "sluice_role",
    "sluice_partner",
    "sluice_organizations",
  ];
  return new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: redirectUris }],
    claims: { openid: ["sub"], profile: ["name", ...roles], email: ["email"] },
    conformIdTokenClaims: claimsIn === "userinfo",
    pkce: { required: () => true },
    cookies: { keys: ["a key of the tests"] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: async (use) => {
        const { inIdToken, ...claims } = people.get(accountId) ?? {};
        return { sub: accountId, ...claims, ...(use === "id_token" && (inIdToken as object)) };
      },
    }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: client_id,
        accountId: context.oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
}
