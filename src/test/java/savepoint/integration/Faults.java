package savepoint.integration;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails every third request, as AWS does when it is overloaded or unavailable. */
final class Faults implements EmulatorProxy.Behaviour {

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    /** The number of requests that it has failed so far. */
    int count() {
        return faults.get();
    }

    @Override
    public void handle(EmulatorProxy.Request request) throws IOException, InterruptedException {
        if (requests.incrementAndGet() % 3 == 0) {
            fail(request, faults.getAndIncrement());
        } else {
            request.forward();
        }
    }

    /** Throttling in the request's protocol, an internal error and an outage, in turn. */
    private static void fail(EmulatorProxy.Request request, int fault) throws IOException {
        switch (fault % 3) {
            case 0 -> {
                if (request.isToS3()) {
                    request.answer(
                            503,
                            "application/xml",
                            "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>");
                } else if (request.usesQueryProtocol()) {
                    request.answer(
                            400,
                            "text/xml",
                            "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>"
                                    + "<Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>");
                } else {
                    request.answer(
                            400,
                            "application/x-amz-json-1.0",
                            "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}");
                }
            }
            case 1 -> request.answer(500, "text/plain", "");
            default -> request.answer(503, "text/plain", "");
        }
    }
}
