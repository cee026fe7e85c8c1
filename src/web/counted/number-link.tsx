import { Link } from "@tanstack/react-router";
import { FormattedNumber } from "react-intl";
import type { InstallationsSearch } from "../installations/installations-search.ts";
import { PAGES } from "../paths.ts";

interface Props {
  readonly count: number;
  readonly search: InstallationsSearch;
  /** The id of an element that says what is counted. */
  readonly labelledBy: string;
  readonly id: string;
}

/** A number of installations that leads to them; nothing to press where there are none. */
export function NumberLink({ count, search, labelledBy, id }: Props) {
  if (count === 0) return <FormattedNumber value={count} />;
  return (
    <Link to={PAGES.installations} search={search} id={id} aria-labelledby={`${id} ${labelledBy}`}>
      <FormattedNumber value={count} />
    </Link>
  );
}
