import { FormattedMessage } from "react-intl";
import { CONDITIONS, type Condition } from "../../policy/behind.ts";
import type { Adoption } from "../data/adoption.ts";
import type { InstallationsSearch } from "../installations/installations-search.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { type CountRow, CountTable } from "./count-table.tsx";

interface Props {
  readonly adoption: Adoption;
  /** Whose installations they are. */
  readonly scope: InstallationsSearch;
}

/** How many installations are in each condition; those that something else manages have no share of the others. */
export function Conditions({ adoption: { conditions, total }, scope }: Props) {
  if (conditions.length === 0) return <FormattedMessage tagName="p" id="adoption.conditions.none" />;
  const rows: CountRow[] = CONDITIONS.flatMap((code) => {
    const installations = conditions.find((one) => one.code === code)?.installations ?? 0;
    return installations === 0 ? [] : [toRow(code, installations, scope)];
  });
  return <CountTable heading={<FormattedMessage id="adoption.conditions.what" />} {...{ rows, total }} />;
}

function toRow(code: Condition, installations: number, scope: InstallationsSearch): CountRow {
  return {
    key: code,
    name: <FormattedMessage id={`adoption.condition.${code}`} />,
    about: <FormattedMessage id={`adoption.condition.${code}.about`} />,
    installations,
    search: { ...scope, condition: code },
    isApart: code === "managed",
  };
}

const TONES: Readonly<Record<Condition, Tone>> = {
  routed: "info",
  stranded: "warning",
  expired: "warning",
  runs_blocked: "warning",
  managed: "neutral",
};

/** The conditions of one installation, each as a label. */
export function ConditionBadges({ conditions }: { conditions: readonly Condition[] }) {
  return conditions.map((code) => (
    <Badge key={code} tone={TONES[code]}>
      <FormattedMessage id={`adoption.condition.${code}`} />
    </Badge>
  ));
}
