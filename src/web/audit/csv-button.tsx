import { useMutation } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { listSeparatorOf } from "../../tenancy/locale.ts";
import { type AuditFilters, readAuditCsv } from "../data/audit.ts";
import { toRefusal } from "../data/refused.ts";
import { Button } from "../ui/button.tsx";
import { ProblemText } from "../ui/problem-text.tsx";
import { showToast } from "../ui/toasts.tsx";

/** Downloads every entry that matches the filters, also those that are not loaded yet. */
export function CsvButton({ filters }: { filters: AuditFilters }) {
  const intl = useIntl();
  const download = useMutation({
    mutationFn: () => readAuditCsv(filters, listSeparatorOf(intl.locale)),
    onSuccess: ({ csv, count }) => {
      save(csv);
      showToast({ text: intl.formatMessage({ id: "audit.csv.done" }, { count }) });
    },
  });
  return (
    <>
      <Button icon="download" isPending={download.isPending} onPress={() => download.mutate()}>
        <FormattedMessage id="audit.csv" />
      </Button>
      {download.isError && (
        <div role="alert">
          <ProblemText refusal={toRefusal(download.error)} />
        </div>
      )}
    </>
  );
}

/** Saves the file with a byte order mark, by which spreadsheet programs know UTF-8. */
function save(csv: string): void {
  const address = URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "audit.csv";
  link.click();
  // By then the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
