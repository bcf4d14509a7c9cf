/**
 * Registers the resources of the Java program's plan, so that they are not written twice.
 *
 * It does not build names and policy documents, so the comparison favours TypeScript. Like the Java
 * program, it loads the SDK and the provider package, looks up the account, region and partition
 * first, and creates each resource by its class.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as fs from "fs";

// The engine's placeholder for a value that is known only after deployment.
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface State {
    urn: string;
    type: string;
    parent?: string;
    inputs?: Record<string, unknown>;
    dependencies?: string[];
}

const made = new Map<string, pulumi.Resource>();
let latest: pulumi.CustomResource | undefined;

/** aws.sqs.Queue for aws:sqs/queue:Queue. */
function resourceClass(type: string): new (name: string, args: object, options: object) => pulumi.CustomResource {
    const [, module, name] = type.split(":");
    return (aws as any)[module.split("/")[0]][name];
}

/**
 * The value, with an output in place of each unknown value. It is an output of the latest resource,
 * because the Java SDK does not report in a preview which resource an output belongs to.
 */
function linked(value: unknown): unknown {
    if (value === UNKNOWN) {
        return latest!.id;
    }
    if (Array.isArray(value)) {
        return value.map(linked);
    }
    if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, linked(item)]));
    }
    return value;
}

function register(state: State) {
    const name = state.urn.slice(state.urn.lastIndexOf("::") + 2);
    const inputs = Object.fromEntries(
        Object.entries(state.inputs ?? {})
            .filter(([key]) => !key.startsWith("__"))
            .map(([key, value]) => [key, linked(value)]),
    );
    const options = {
        parent: made.get(state.parent ?? ""),
        dependsOn: (state.dependencies ?? []).map((urn) => made.get(urn)!),
    };
    if (state.type.startsWith("aws:")) {
        latest = new (resourceClass(state.type))(name, inputs, options);
        made.set(state.urn, latest);
    } else {
        made.set(state.urn, new pulumi.ComponentResource(state.type, name, inputs, options));
    }
}

export = async () => {
    await Promise.all([aws.getCallerIdentity(), aws.getRegion(), aws.getPartition()]);
    const plan = JSON.parse(fs.readFileSync(new pulumi.Config().require("plan"), "utf8"));
    plan.steps
        .map((step: { newState: State }) => step.newState)
        .filter((state: State) => state.type !== "pulumi:pulumi:Stack")
        .forEach(register);
};
