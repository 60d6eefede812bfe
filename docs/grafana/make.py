#!/usr/bin/env python3
"""Writes the dashboards beside it: what a panel shows is said once here, in InfluxQL and in PromQL. With --check nothing is written; exit 1 where a file differs."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent

# Influx: one query a panel; %f is the time filter, %g the grouping by Grafana's interval. Prometheus: the name is built as measurement_field.
TRAFFIC = '"sensor" =~ /^$sensor$/ AND "device" =~ /^$device$/ AND "protocol" =~ /^$protocol$/'
DEVICE = '"sensor" =~ /^$sensor$/ AND "device" =~ /^$device$/'
SENSOR = '"sensor" =~ /^$sensor$/'
P_TRAFFIC = 'sensor=~"$sensor",device=~"$device",protocol=~"$protocol"'
P_DEVICE = 'sensor=~"$sensor",device=~"$device"'
P_SENSOR = 'sensor=~"$sensor"'


def influx(select, measurement, where, tags=()):
    group = ", ".join(["time($__interval)", *(f'"{t}"' for t in tags)])
    return f'SELECT {select} FROM "{measurement}" WHERE {where} AND $timeFilter GROUP BY {group} fill(null)'


def per_second(field, factor=""):
    """Points hold what an interval had; over a bucket that makes a rate."""
    return f'sum("{field}"){factor} / ($__interval_ms / 1000)'


def p_rate(metric, match, by, factor=""):
    return f'sum by ({by}) (sum_over_time({metric}{{{match}}}[$__interval])){factor} / ($__interval_ms / 1000)'


# title, unit, description, [(legend, InfluxQL, PromQL)]
WARD = [
    ("Traffic by protocol", "bps", "Bytes on the wire to devices.", [
        ("{protocol}", influx(per_second("bytes_in", " * 8"), "sensor_traffic", TRAFFIC, ["protocol"]), p_rate("sensor_traffic_bytes_in", P_TRAFFIC, "protocol", " * 8"))]),
    ("Traffic by device", "bps", "Bytes on the wire from the device.", [
        ("{device}", influx(per_second("bytes_out", " * 8"), "sensor_traffic", TRAFFIC, ["device"]), p_rate("sensor_traffic_bytes_out", P_TRAFFIC, "device", " * 8"))]),
    ("Packets by device", "pps", "To it and from it.", [
        ("{device} in", influx(per_second("packets_in"), "sensor_traffic", TRAFFIC, ["device"]), p_rate("sensor_traffic_packets_in", P_TRAFFIC, "device")),
        ("{device} out", influx(per_second("packets_out"), "sensor_traffic", TRAFFIC, ["device"]), p_rate("sensor_traffic_packets_out", P_TRAFFIC, "device"))]),
    ("Conversations and commands", "cps", "New conversations, and commands that devices had a part in.", [
        ("conversations {protocol}", influx(per_second("conversations"), "sensor_traffic", TRAFFIC, ["protocol"]), p_rate("sensor_traffic_conversations", P_TRAFFIC, "protocol")),
        ("commands {protocol}", influx(per_second("commands"), "sensor_traffic", TRAFFIC, ["protocol"]), p_rate("sensor_traffic_commands", P_TRAFFIC, "protocol"))]),
    ("Commands asked", "cps", "By whom is in the device's own panel.", [
        ("{command}", influx(per_second("count"), "sensor_command", TRAFFIC + " AND \"side\" = 'asks'", ["command"]), p_rate("sensor_command_count", P_TRAFFIC + ',side="asks"', "command"))]),
    ("Commands failed or unanswered", "cps", "Refused ones are failures.", [
        ("{command} failed", influx(per_second("failures"), "sensor_command", TRAFFIC + " AND \"side\" = 'asks'", ["command"]), p_rate("sensor_command_failures", P_TRAFFIC + ',side="asks"', "command")),
        ("{command} unanswered", influx(per_second("unanswered"), "sensor_command", TRAFFIC + " AND \"side\" = 'asks'", ["command"]), p_rate("sensor_command_unanswered", P_TRAFFIC + ',side="asks"', "command"))]),
    ("Latency of answers", "ms", "Worst 95th percentile, mean, and greatest, by who answers.", [
        ("{device} p95", influx('max("latency_p95")', "sensor_command", TRAFFIC + " AND \"side\" = 'serves'", ["device"]), f'max by (device) (max_over_time(sensor_command_latency_p95{{{P_TRAFFIC},side="serves"}}[$__interval]))'),
        ("{device} mean", influx('mean("latency_mean")', "sensor_command", TRAFFIC + " AND \"side\" = 'serves'", ["device"]), f'avg by (device) (avg_over_time(sensor_command_latency_mean{{{P_TRAFFIC},side="serves"}}[$__interval]))'),
        ("{device} min", influx('min("latency_min")', "sensor_command", TRAFFIC + " AND \"side\" = 'serves'", ["device"]), f'min by (device) (min_over_time(sensor_command_latency_min{{{P_TRAFFIC},side="serves"}}[$__interval]))'),
        ("{device} max", influx('max("latency_max")', "sensor_command", TRAFFIC + " AND \"side\" = 'serves'", ["device"]), f'max by (device) (max_over_time(sensor_command_latency_max{{{P_TRAFFIC},side="serves"}}[$__interval]))')]),
    ("Size of transactions", "bytes", "Objects and messages, by who sends.", [
        ("{device} mean", influx('mean("size_mean")', "sensor_command", TRAFFIC + " AND \"side\" = 'asks'", ["device"]), f'avg by (device) (avg_over_time(sensor_command_size_mean{{{P_TRAFFIC},side="asks"}}[$__interval]))'),
        ("{device} max", influx('max("size_max")', "sensor_command", TRAFFIC + " AND \"side\" = 'asks'", ["device"]), f'max by (device) (max_over_time(sensor_command_size_max{{{P_TRAFFIC},side="asks"}}[$__interval]))')]),
    ("Observed and expected: $quantity", "short", "What was measured, in the band of what the model expects: from its 1st percentile to its 99th. Choose one device.", [
        (legend, influx(f'{how}("{field}")', "sensor_expectation", DEVICE + ' AND "quantity" =~ /^$quantity$/', ["device", "quantity"]),
         f'{p_how} by (device, quantity) ({p_how}_over_time(sensor_expectation_{field}{{{P_DEVICE},quantity=~"$quantity"}}[$__interval]))')
        for legend, how, p_how, field in [
            ("{device} {quantity} observed", "mean", "avg", "observed_mean"), ("{device} {quantity} least", "min", "min", "observed_min"), ("{device} {quantity} greatest", "max", "max", "observed_max"),
            ("{device} {quantity} low", "min", "min", "low"), ("{device} {quantity} typical", "mean", "avg", "typical"), ("{device} {quantity} high", "max", "max", "high")]]),
    ("How surprising: $quantity", "short", "False alerts a device-month expected at this degree of surprise: smaller is more surprising.", [
        ("{device} {quantity}", influx('min("score")', "sensor_expectation", DEVICE + ' AND "quantity" =~ /^$quantity$/', ["device", "quantity"]),
         f'min by (device, quantity) (min_over_time(sensor_expectation_score{{{P_DEVICE},quantity=~"$quantity"}}[$__interval]))')]),
    ("What expectations rest on", "short", "Values measured in the interval, and values behind the expectation.", [
        ("{quantity} measured", influx('sum("n")', "sensor_expectation", DEVICE + ' AND "quantity" =~ /^$quantity$/', ["quantity"]), f'sum by (quantity) (sum_over_time(sensor_expectation_n{{{P_DEVICE},quantity=~"$quantity"}}[$__interval]))'),
        ("{quantity} history", influx('max("history")', "sensor_expectation", DEVICE + ' AND "quantity" =~ /^$quantity$/', ["quantity"]), f'max by (quantity) (max_over_time(sensor_expectation_history{{{P_DEVICE},quantity=~"$quantity"}}[$__interval]))')]),
    ("Score by expectation", "short", "The least of each device and kind of expectation.", [
        ("{device} {expectation}", influx('min("score")', "sensor_score", DEVICE, ["device", "expectation"]), f'min by (device, expectation) (min_over_time(sensor_score_score{{{P_DEVICE}}}[$__interval]))')]),
    ("Judgements", "short", "How much could be judged, and what was unusual or surprising of it.", [
        (f"{{expectation}} {field}", influx(f'sum("{field}")', "sensor_score", DEVICE, ["expectation"]), f'sum by (expectation) (sum_over_time(sensor_score_{field}{{{P_DEVICE}}}[$__interval]))')
        for field in ("judged", "informational", "surprising")]),
    ("Alerts told", "short", "By severity and kind.", [
        ("{severity} {kind}", influx('sum("told")', "sensor_alerts", SENSOR, ["severity", "kind"]), f'sum by (severity, kind) (sum_over_time(sensor_alerts_told{{{P_SENSOR}}}[$__interval]))')]),
]

# title, unit, description, measurement, tag, metrics' prefix, [(legend, field, metric, is a counter)]
HEALTH = [
    ("Packets read", "pps", "", "sensor_health", None, [("packets", "packets", "sensor_packets_total", 1), ("filtered", "filtered_packets", "sensor_filtered_packets_total", 1), ("duplicates", "duplicate_packets", "sensor_duplicate_packets_total", 1)]),
    ("Bytes read", "Bps", "On the wire.", "sensor_health", None, [("bytes", "bytes", "sensor_bytes_total", 1)]),
    ("Dropped while listening", "pps", "By the kernel, the interface, and because the workers were behind. Empty in replays.", "sensor_interface", "interface", [
        ("{interface} packets", "packets", "sensor_interface_packets_total", 1), ("{interface} kernel", "kernel_drops", "sensor_interface_kernel_drops_total", 1),
        ("{interface} interface", "interface_drops", "sensor_interface_interface_drops_total", 1), ("{interface} late", "ring_drops", "sensor_interface_ring_drops_total", 1), ("{interface} absences", "absences", "sensor_interface_absences_total", 1)]),
    ("Lost on the mirror", "short", "Holes in streams, and their bytes.", "sensor_health", None, [("gaps", "gaps", "sensor_gaps", 0), ("bytes", "gap_bytes", "sensor_gap_bytes", 0)]),
    ("Damaged", "pps", "Cut, not decodable, dissectors that lost their place, streams that contradict themselves.", "sensor_health", None, [
        ("truncated", "truncated_packets", "sensor_truncated_packets_total", 1), ("undecodable", "undecodable_packets", "sensor_undecodable_packets_total", 1),
        ("resyncs", "resyncs", "sensor_resyncs_total", 1), ("conflicts", "conflicts", "sensor_conflicts_total", 1)]),
    ("Flows", "cps", "Begun, and given up at a bound.", "sensor_health", None, [("begun", "flows", "sensor_flows_total", 1), ("evicted", "flows_evicted", "sensor_flows_evicted_total", 1)]),
    ("What gave way at a bound", "short", "How often so far. Names are those of health events.", "sensor_bound", "bound", [("{bound}", "reached", "sensor_bound_reached_total", 0)]),
    ("Devices", "short", "In the inventory, and judged by their own history.", "sensor_health", None, [("all", "devices", "sensor_devices", 0), ("mature", "mature_devices", "sensor_mature_devices", 0)]),
    ("Learning paused", "short", "1 while nothing is learnt because much is lost.", "sensor_health", None, [("paused", "learning_paused", "sensor_learning_paused", 0), ("pauses", "learning_pauses", "sensor_learning_pauses_total", 1)]),
    ("Alerts", "short", "Incidents opened; alerts told, folded into what was told, muted, and withheld over the bound of a minute.", "sensor_health", None, [
        ("told", "alerts", "sensor_alerts_total", 1), ("folded", "alerts_folded", "sensor_alerts_folded_total", 1), ("withheld", "alerts_withheld", "sensor_alerts_withheld_total", 1),
        ("muted", "alerts_muted", "sensor_alerts_muted_total", 1), ("incidents", "incidents", "sensor_incidents_total", 1)]),
    ("Load of threads", "percentunit", "1 is a whole processor.", "sensor_thread", "thread", [("{thread}", "cpu_seconds", "sensor_thread_cpu_seconds_total", 1)]),
    ("Queues", "short", "Batches of facts of each worker that wait for the analysis; 8 are all in a replay, 32 while listening.", "sensor_queue", "worker", [("worker {worker}", "batches", "sensor_queue_batches", 0)]),
    ("Memory", "bytes", "Of the process, and the managed heap in it.", "sensor_machine", None, [("process", "memory", "sensor_process_memory_bytes", 0), ("heap", "heap", "sensor_process_heap_bytes", 0)]),
    ("Processor", "percentunit", "All threads.", "sensor_machine", None, [("processors", "cpu_seconds", "sensor_process_cpu_seconds_total", 1)]),
    ("Garbage collection", "short", "Collections, and bytes allocated.", "sensor_machine", None, [
        ("gen 0", "gc0", "sensor_process_gc0_total", 1), ("gen 1", "gc1", "sensor_process_gc1_total", 1), ("gen 2", "gc2", "sensor_process_gc2_total", 1), ("allocated", "allocated_bytes", "sensor_process_allocated_bytes_total", 1)]),
    ("Waiting for receivers", "short", "In the spool, and of that in memory only; 1 where a receiver can't be reached.", "sensor_receiver", "receiver", [
        ("{receiver}", "waiting", "sensor_receiver_waiting", 0), ("{receiver} in memory", "in_memory", "sensor_receiver_in_memory", 0), ("{receiver} unreachable", "unreachable", "sensor_receiver_unreachable", 0)]),
    ("Sent to receivers", "cps", "Given to the spool, taken, refused, dropped; and attempts.", "sensor_receiver", "receiver", [
        (f"{{receiver}} {f}", f, f"sensor_receiver_{f}_total", 1) for f in ("kept", "sent", "refused", "dropped", "attempts")]),
]


def health(style):
    for title, unit, description, measurement, tag, series in HEALTH:
        targets = []
        for legend, field, metric, is_counter in series:
            tags = ["sensor", *([tag] if tag else [])]
            select = f'non_negative_derivative(max("{field}"), 1s)' if is_counter else f'last("{field}")'
            name = metric
            match = ""
            prom = f"rate({name}{match}[$__rate_interval])" if is_counter else f"{name}{match}"
            targets.append((legend, influx(select, measurement, SENSOR, tags), prom))
        yield title, unit, description, targets


def panel(number, title, unit, description, targets, style):
    source = {"type": "influxdb" if style == "influxdb" else "prometheus", "uid": "${source}"}
    queries = []
    for i, (legend, influxql, promql) in enumerate(targets):
        ref = chr(ord("A") + i)
        if style == "influxdb":
            alias = legend.replace("{", "$tag_").replace("}", "")
            queries.append({"refId": ref, "datasource": source, "rawQuery": True, "resultFormat": "time_series", "query": influxql, "alias": alias})
        else:
            queries.append({"refId": ref, "datasource": source, "expr": promql, "legendFormat": legend.replace("{", "{{").replace("}", "}}"), "interval": "10s"})
    custom = {"drawStyle": "line", "lineInterpolation": "linear", "fillOpacity": 5, "spanNulls": True, "showPoints": "auto"}
    made = {
        "id": number, "type": "timeseries", "title": title, "description": description, "datasource": source, "interval": "10s", "targets": queries,
        "gridPos": {"h": 8, "w": 12, "x": 12 * ((number - 1) % 2), "y": 8 * ((number - 1) // 2)},
        "fieldConfig": {"defaults": {"unit": unit, "custom": custom}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
    }
    if title.startswith("Observed and expected"):
        made["fieldConfig"]["overrides"] = [
            {"matcher": {"id": "byRegexp", "options": ".* high"}, "properties": [
                {"id": "custom.fillBelowTo", "value": ".* low"}, {"id": "custom.fillOpacity", "value": 15}, {"id": "custom.lineWidth", "value": 0}]},
            {"matcher": {"id": "byRegexp", "options": ".* low"}, "properties": [{"id": "custom.lineWidth", "value": 0}]},
        ]
    if title.startswith(("How surprising", "Score by")):
        made["fieldConfig"]["defaults"]["custom"]["scaleDistribution"] = {"type": "log", "log": 10}
    return made


def variable(name, label, query, style, multi=True):
    return {
        "type": "query", "name": name, "label": label, "query": query, "datasource": {"type": "influxdb" if style == "influxdb" else "prometheus", "uid": "${source}"},
        "refresh": 2, "multi": multi, "includeAll": multi, "allValue": ".*", "current": {"text": "All", "value": "$__all"}, "sort": 1,
    }


def variables(kind, style):
    source = {"type": "datasource", "name": "source", "label": "Source", "query": "influxdb" if style == "influxdb" else "prometheus", "current": {}}
    values = (lambda tag, of: f'SHOW TAG VALUES FROM "{of}" WITH KEY = "{tag}"') if style == "influxdb" else (lambda tag, of: f"label_values({of}, {tag})")
    if kind == "health":
        return [source] if style == "prometheus" else [source, variable("sensor", "Sensor", values("sensor", "sensor_health"), style)]
    names = {"sensor_traffic": "sensor_traffic" if style == "influxdb" else "sensor_traffic_bytes_in", "sensor_expectation": "sensor_expectation" if style == "influxdb" else "sensor_expectation_n"}
    return [
        source,
        variable("sensor", "Sensor", values("sensor", names["sensor_traffic"]), style),
        variable("device", "Device", values("device", names["sensor_traffic"]), style),
        variable("protocol", "Protocol", values("protocol", names["sensor_traffic"]), style),
        variable("quantity", "Quantity", values("quantity", names["sensor_expectation"]), style),
    ]


def dashboard(kind, style, title, description):
    panels = WARD if kind == "ward" else list(health(style))
    return {
        "uid": f"sensor-{kind}-{style}", "title": title, "description": description, "tags": ["sensor"], "schemaVersion": 39, "version": 1, "editable": True,
        "time": {"from": "now-6h", "to": "now"}, "refresh": "30s", "timezone": "browser", "templating": {"list": variables(kind, style)},
        "panels": [panel(i + 1, *p, style) for i, p in enumerate(panels)],
    }


ALL = {
    "sensor-ward-influxdb.json": dashboard("ward", "influxdb", "Sensor: ward", "What devices do, beside what is expected of them. InfluxQL: InfluxDB 1, or 2 and 3 by their way for older clients."),
    "sensor-ward-victoriametrics.json": dashboard("ward", "victoriametrics", "Sensor: ward", "What devices do, beside what is expected of them. PromQL: VictoriaMetrics, which takes points as InfluxDB does."),
    "sensor-health-influxdb.json": dashboard("health", "influxdb", "Sensor: health", "How the sensor itself is. InfluxQL."),
    "sensor-health-prometheus.json": dashboard("health", "prometheus", "Sensor: health", "How the sensor itself is, by its /metrics. PromQL: Prometheus, or VictoriaMetrics where that scrapes them."),
}

differs = False
for name, content in ALL.items():
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path = HERE / name
    if "--check" in sys.argv:
        differs |= not path.exists() or path.read_text() != text
    else:
        path.write_text(text)
sys.exit(1 if differs else 0)
