import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import type { Condition } from "../../policy/behind.ts";
import type { Adoption } from "../data/adoption.ts";
import { PAGES } from "../paths.ts";

const STRANDED: Condition = "stranded";

interface Props {
  readonly organizationId: string;
  readonly adoption: Adoption;
}

/** R28: how many installations a floor is in the way of, as a link to them; nothing if it is in nobody's way. */
export function Stranded({ organizationId, adoption }: Props) {
  const count = adoption.conditions.find(({ code }) => code === STRANDED)?.installations ?? 0;
  if (count === 0) return null;
  const link = (words: ReactNode) => (
    <Link to={PAGES.installations} search={{ customer: organizationId, condition: STRANDED }}>
      {words}
    </Link>
  );
  return (
    <p>
      <FormattedMessage id="customer.installations.stranded" values={{ count, link }} />
    </p>
  );
}
