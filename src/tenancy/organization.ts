import type { Instant } from "../instant.ts";
import type { CustomerNumbers } from "./customer-number.ts";

/** A customer organization; none, one or several partners serve it, and their order means nothing. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly partnerIds: readonly string[];
  readonly customerNumbers: CustomerNumbers;
  readonly createdAt: Instant;
}

/** A person in one organization. */
export interface User {
  readonly id: string;
  readonly organizationId: string;
  readonly displayName: string;
  readonly email: string;
  readonly createdAt: Instant;
}
