import { useIntl } from "react-intl";

interface Props {
  /** ISO 8601, as the API gives it. */
  readonly at: string;
  /** A day alone, or with the time of day. */
  readonly show?: "day" | "time";
}

/** A moment in the person's language and time zone; the UTC instant is the hint, and what machines read. */
export function InstantText({ at, show = "day" }: Props) {
  const intl = useIntl();
  const utc = `${at.slice(0, 16).replace("T", " ")} UTC`;
  return (
    <time dateTime={at} title={utc}>
      {intl.formatDate(at, FORMATS[show])}
    </time>
  );
}

const FORMATS = {
  day: { dateStyle: "medium" },
  time: { dateStyle: "medium", timeStyle: "short" },
} as const;
