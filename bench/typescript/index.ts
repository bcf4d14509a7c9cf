/**
 * Registers the resources of the Java program's plan, so that they need not be written a second time.
 *
 * What it leaves out is the composing of names and documents, so it is a bound that favours TypeScript. What it does like the Java
 * program: it loads SDK and provider package, asks for account, region and partition first, and makes each resource by its class.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as fs from "fs";

// What the engine writes in the place of a value that is known only after a deployment.
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
 * The value with an output in the place of what a plan does not know: of the resource made last, since the Java SDK does not report in a
 * preview of which resource it is.
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
