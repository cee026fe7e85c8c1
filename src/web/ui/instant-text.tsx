import { useIntl } from "react-intl";

interface Props {
  /** An ISO 8601 instant, as the API gives it. */
  readonly at: string;
  /** The day alone, or with the time of day. */
  readonly show?: "day" | "time";
}

/** An instant in the person's language and time zone, with the UTC instant as a hint and for programs. */
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
