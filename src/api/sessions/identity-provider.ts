import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
} from "openid-client";
import type { OidcAttempt } from "../../store/tables/oidc-attempt-table.ts";
import { type Claims, hasText } from "../../tenancy/claims.ts";
import type { OidcConfig } from "../oidc-config.ts";

/** An OpenID provider: the authorization code flow with PKCE, state and nonce. Throws the errors of `openid-client`. */
export class IdentityProvider {
  readonly config: OidcConfig;
  #discovered: Promise<Configuration> | null = null;

  constructor(config: OidcConfig) {
    this.config = config;
  }

  /** The provider's discovery document, requested again if that failed. */
  async discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const isPlain = new URL(issuer).protocol === "http:";
    this.#discovered ??= discovery(new URL(issuer), clientId, clientSecret, undefined, {
      execute: isPlain ? [allowInsecureRequests] : [],
      timeout: 10,
    });
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = null;
      throw error;
    }
  }

  /** The address to send a person's browser to. */
  async addressFor(attempt: OidcAttempt, state: string, redirectUri: string): Promise<string> {
    const address = buildAuthorizationUrl(await this.discover(), {
      redirect_uri: redirectUri,
      scope: this.config.scope,
      state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: "S256",
    });
    return address.href;
  }

  /**
   * The claims of the person that came back: those of the ID token, and of the userinfo if the token does not hold the
   * role.
   */
  async claimsOf(attempt: OidcAttempt, state: string, currentUrl: URL): Promise<Claims> {
    const configuration = await this.discover();
    const tokens = await authorizationCodeGrant(configuration, currentUrl, {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error("an ID token was expected and is not there");
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const { role } = this.config.claims;
    if (hasText(claims[role]) || !hasMore) return claims;
    const userInfo: Claims = await fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return { ...userInfo, ...claims, [role]: userInfo[role] ?? claims[role] };
  }
}
