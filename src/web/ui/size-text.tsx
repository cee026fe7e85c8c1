import { useIntl } from "react-intl";

const STEPS = [
  [1_000_000_000, "gigabyte"],
  [1_000_000, "megabyte"],
  [1_000, "kilobyte"],
] as const;

/** The size of a file in a fitting unit. */
export function SizeText({ bytes }: { bytes: number }) {
  const intl = useIntl();
  const [step, unit] = STEPS.find(([least]) => bytes >= least) ?? [1, "byte"];
  // The short form of a byte has no plural in English.
  const unitDisplay = unit === "byte" ? "long" : "short";
  const value = intl.formatNumber(bytes / step, {
    style: "unit",
    unit,
    unitDisplay,
    maximumFractionDigits: 1,
  });
  return <span>{value}</span>;
}
