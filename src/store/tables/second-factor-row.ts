import type { Selectable } from "kysely";
import type { SecondFactor, SecondFactorKind } from "../../tenancy/second-factor.ts";
import { bigint, nullable, type RowOf, text, texts, timestamp } from "./columns.ts";

/** A second factor, with the secret that codes are computed from, or the public key of a passkey. */
export const SECOND_FACTOR_COLUMNS = {
  id: text(),
  administrator_id: text(),
  kind: text<SecondFactorKind>(),
  name: text(),
  /** Of an authenticator app: the shared secret (base32), and the last 30 seconds of which a code was used. */
  secret: nullable(text()),
  last_step: nullable(bigint()),
  /** Of a passkey: its id and public key (base64url), the host that it is for, and how often it says it has signed. */
  credential_id: nullable(text()),
  public_key: nullable(text()),
  rp_id: nullable(text()),
  transports: nullable(texts()),
  signatures: nullable(bigint()),
  created_at: timestamp(),
  last_used_at: nullable(timestamp()),
};
type SecondFactorRow = RowOf<typeof SECOND_FACTOR_COLUMNS>;

/** A recovery code that was not used yet: its SHA-256. */
export const RECOVERY_CODE_COLUMNS = { administrator_id: text(), code_hash: text() };

/** What a second factor that is being set up, or a sign-in with a passkey, must answer. */
export const FACTOR_CHALLENGE_COLUMNS = {
  challenge_hash: text(),
  purpose: text<ChallengePurpose>(),
  session_id: nullable(text()),
  /** The secret of an authenticator app that no code has confirmed yet. */
  secret: nullable(text()),
  expires_at: timestamp(),
};

/** What a challenge is for. */
export type ChallengePurpose = "add_totp" | "add_passkey" | "sign_in";

/** What an authenticator app and the server share: the secret (base32), and the last used step of 30 seconds, or null. */
export interface TotpKey {
  readonly secret: string;
  readonly lastStep: number | null;
}

/** What a passkey is checked with: its id and public key in base64url, and the host that it is for. */
export interface PasskeyKey {
  readonly credentialId: string;
  readonly publicKey: string;
  readonly rpId: string;
  readonly transports: readonly string[];
  /** How often it says that it has signed; many always say 0. */
  readonly signatures: number;
}

/** A second factor with what it is checked with. */
export type StoredFactor = SecondFactor &
  ({ readonly kind: "totp"; readonly key: TotpKey } | { readonly kind: "passkey"; readonly key: PasskeyKey });

export function toStoredFactor(row: Selectable<SecondFactorRow>): StoredFactor {
  const factor = {
    id: row.id,
    administratorId: row.administrator_id,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
  switch (row.kind) {
    case "totp":
      return { ...factor, kind: row.kind, key: { secret: row.secret ?? "", lastStep: row.last_step } };
    case "passkey":
      return { ...factor, kind: row.kind, key: toPasskeyKey(row) };
  }
}

function toPasskeyKey(row: Selectable<SecondFactorRow>): PasskeyKey {
  return {
    credentialId: row.credential_id ?? "",
    publicKey: row.public_key ?? "",
    rpId: row.rp_id ?? "",
    transports: row.transports ?? [],
    signatures: row.signatures ?? 0,
  };
}
