import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { FastifyRequest } from "fastify";
import { originOf } from "../../serving/public-address.ts";
import type { PasskeyKey } from "../../store/tables/second-factor-row.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import type { Config } from "../config.ts";

/** What passkeys are for: the host of this server, as browsers know it, and the origin of its pages. */
interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/** The relying party (WebAuthn) of a request: that of the public address, else of the host that the request names. */
export function relyingParty(config: Config, { headers }: FastifyRequest): RelyingParty {
  const { origin, hostname } = new URL(originOf(config, headers.host));
  return { id: hostname, origin, name: config.product };
}

/** The library, loaded when first needed: few sign-ins need it. */
const library = () => import("@simplewebauthn/server");

/** The options with which a browser makes a passkey that verifies its owner and finds the account by itself. */
export async function newPasskeyOptions(
  party: RelyingParty,
  { id, email, displayName }: Administrator,
  known: readonly PasskeyKey[],
) {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: new TextEncoder().encode(id),
    userName: email,
    userDisplayName: displayName,
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId, transports }) => {
      return { id: credentialId, transports: transports as AuthenticatorTransport[] };
    }),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** The options with which a browser signs in with any passkey for this host. They name nobody. */
export async function passkeySignInOptions(party: RelyingParty) {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({ rpID: party.id, userVerification: "required" });
}

/** The key of a new passkey that answers this challenge, or null if it does not, or is for another host or origin. */
export async function readNewPasskey(
  party: RelyingParty,
  challenge: string,
  response: RegistrationResponseJSON,
): Promise<PasskeyKey | null> {
  const { verifyRegistrationResponse } = await library();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    if (!verified || !registrationInfo) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      credentialId: id,
      publicKey: Buffer.from(publicKey).toString("base64url"),
      rpId: party.id,
      transports: response.response.transports ?? [],
      signatures: counter,
    };
  } catch {
    // The library throws for whatever does not fit.
    return null;
  }
}

/**
 * How often a passkey says that it has signed, if it signed this challenge for this host and verified its owner; null if
 * anything of that does not hold.
 */
export async function readPasskeySignature(
  party: RelyingParty,
  challenge: string,
  response: AuthenticationResponseJSON,
  key: PasskeyKey,
): Promise<number | null> {
  if (key.rpId !== party.id) return null;
  const { verifyAuthenticationResponse } = await library();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: key.credentialId,
        publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")),
        counter: key.signatures,
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

/** The challenge that client data (base64url of JSON) says it answers, or null if it says none. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString());
    return typeof challenge === "string" && challenge.length <= 200 ? challenge : null;
  } catch {
    return null;
  }
}
